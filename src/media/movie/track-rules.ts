import { ascii, be16, part, u16, u32, u8 } from '../bytes.ts'
import { cleanColorProfile } from '../image/color-profile.ts'
import { Refusal } from '../refusal.ts'
import { applyRules, blankBox, boxAt, boxesIn, type Box, type BoxRules } from './boxes.ts'

/** Zeros the two times of mvhd, tkhd and mdhd: when it was made, when it was changed. */
export function zeroTimes(bytes: Uint8Array, box: Box): void {
  const length = u8(bytes, box.body) === 0 ? 8 : 16
  part(bytes, box.body, box.end).fill(0, 4, 4 + length)
}

function cleanMediaHeader(bytes: Uint8Array, box: Box): void {
  zeroTimes(bytes, box)
  const language = box.body + (u8(bytes, box.body) === 0 ? 20 : 32)
  if (language + 2 > box.end) throw new Refusal('damaged')
  // "und": nobody knows.
  bytes.set(be16(0x55c4), language)
}

/** Zeros the maker and the name of a handler; what it handles stays. */
export function cleanHandler(bytes: Uint8Array, box: Box): void {
  part(bytes, box.body, box.end).fill(0, 12)
}

/** Data have to be in the file itself; a reference elsewhere is a path on somebody's disk. */
export function cleanDataReference(bytes: Uint8Array, box: Box): void {
  for (const entry of boxesIn(bytes, box.body + 8, box.end)) {
    if (entry.end - entry.body < 4 || (u8(bytes, entry.body + 3) & 1) === 0) throw new Refusal('cannot-clean')
    bytes.fill(0, entry.body + 4, entry.end)
  }
}

/** Colours told by numbers stay; a profile keeps its length and its numbers, or goes. */
export function cleanColor(bytes: Uint8Array, box: Box): void {
  const kind = ascii(bytes, box.body, 4)
  if (kind === 'nclx' || kind === 'nclc') return
  const at = box.body + 4
  const isProfile = kind === 'prof' || kind === 'rICC'
  const cleaned = isProfile && at <= box.end ? cleanColorProfile(bytes.subarray(at, box.end), box.end - at) : undefined
  if (cleaned === undefined) blankBox(bytes, box)
  else bytes.set(cleaned, at)
}

/** What a decoder of pictures needs. */
const videoRules: BoxRules = {
  avcC: 'keep',
  hvcC: 'keep',
  av1C: 'keep',
  vpcC: 'keep',
  d263: 'keep',
  dvcC: 'keep',
  dvvC: 'keep',
  esds: 'keep',
  colr: cleanColor,
  pasp: 'keep',
  clap: 'keep',
  fiel: 'keep',
  gama: 'keep',
  btrt: 'keep',
  mdcv: 'keep',
  clli: 'keep',
  SmDm: 'keep',
  CoLL: 'keep',
}

/** What a decoder of sound needs. */
const soundRules: BoxRules = {
  esds: 'keep',
  dOps: 'keep',
  dapa: 'keep',
  dac3: 'keep',
  dec3: 'keep',
  alac: 'keep',
  chan: 'keep',
  chnl: 'keep',
  pcmC: 'keep',
  btrt: 'keep',
  srat: 'keep',
  // The maker's four letters and the version of the encoder come first.
  damr: (bytes, box) => part(bytes, box.body, box.end).fill(0, 0, 5),
  wave: { frma: 'keep', esds: 'keep', alac: 'keep', mp4a: 'keep', enda: 'keep', '\0\0\0\0': 'keep' },
}

/** Pictures and sound that hold nothing but themselves; frames of JPEG, say, may each have EXIF of their own. */
const videoCodings = new Set(
  'avc1 avc2 avc3 avc4 hvc1 hev1 dvh1 dvhe dva1 dvav av01 vp08 vp09 mp4v s263 h263 apch apcn apcs apco ap4h ap4x'.split(
    ' ',
  ),
)
const soundCodings = new Set(
  'mp4a apac Opus ac-3 ec-3 alac samr sawb sawp .mp3 sowt twos lpcm raw in24 in32 fl32 fl64 ulaw alaw NONE'.split(' '),
)

/** True when the first entry of a track's descriptions is in a known coding. */
export function isKnownCoding(bytes: Uint8Array, track: Box, isVideo: boolean): boolean {
  const descriptions = boxAt(bytes, track, 'mdia', 'minf', 'stbl', 'stsd')
  const coding = descriptions === undefined ? '' : ascii(bytes, descriptions.body + 12, 4)
  return (isVideo ? videoCodings : soundCodings).has(coding.trimEnd())
}

function requireCoding(known: ReadonlySet<string>, entry: Box): void {
  if (!known.has(entry.type.trimEnd())) throw new Refusal('cannot-clean')
}

/** The entries of stsd: fixed fields that may name the encoder, then boxes. */
function cleanVideoDescription(bytes: Uint8Array, box: Box): void {
  for (const entry of boxesIn(bytes, box.body + 8, box.end)) {
    requireCoding(videoCodings, entry)
    const fields = part(bytes.subarray(0, entry.end), entry.body, entry.body + 78)
    // Reserved; version, revision and maker; the name of the compressor.
    fields.fill(0, 0, 6)
    fields.fill(0, 8, 16)
    fields.fill(0, 42, 74)
    applyRules(bytes, entry.body + 78, entry.end, videoRules)
  }
}

function cleanSoundDescription(bytes: Uint8Array, box: Box): void {
  const isIso = u8(bytes, box.body) !== 0
  for (const entry of boxesIn(bytes, box.body + 8, box.end)) {
    requireCoding(soundCodings, entry)
    const length = isIso ? 28 : ({ 1: 44, 2: 64 }[u16(bytes, entry.body + 8)] ?? 28)
    const fields = part(bytes.subarray(0, entry.end), entry.body, entry.body + length)
    // Reserved; revision and maker.
    fields.fill(0, 0, 6)
    fields.fill(0, 10, 16)
    applyRules(bytes, entry.body + length, entry.end, soundRules)
  }
}

/** What of a track is kept; `isVideo` tells its kind. Sample tables stay as they are. */
export function trackRules(isVideo: boolean): BoxRules {
  const dataInformation: BoxRules = { dref: cleanDataReference }
  return {
    tkhd: zeroTimes,
    edts: { elst: 'keep' },
    tapt: { clef: 'keep', prof: 'keep', enof: 'keep' },
    mdia: {
      mdhd: cleanMediaHeader,
      hdlr: cleanHandler,
      minf: {
        vmhd: 'keep',
        smhd: 'keep',
        hdlr: cleanHandler,
        dinf: dataInformation,
        stbl: {
          stsd: isVideo ? cleanVideoDescription : cleanSoundDescription,
          stts: 'keep',
          ctts: 'keep',
          cslg: 'keep',
          stss: 'keep',
          stps: 'keep',
          stsc: 'keep',
          stsz: 'keep',
          stz2: 'keep',
          stco: 'keep',
          co64: 'keep',
          sdtp: 'keep',
          sbgp: 'keep',
          sgpd: 'keep',
        },
      },
    },
  }
}

/** The kind of a track by its handler: 'vide', 'soun', or something that is neither seen nor heard. */
export function handlerType(bytes: Uint8Array, box: Box): string {
  return ascii(bytes, box.body + 8, 4)
}

/** The id of a track, from its header. */
export function trackId(bytes: Uint8Array, header: Box): number {
  return u32(bytes, header.body + (u8(bytes, header.body) === 0 ? 12 : 20))
}
