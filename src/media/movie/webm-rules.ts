import type { ElementRule, ElementRules } from './ebml.ts'

/** The elements that are looked at by name. */
export const id = {
  header: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  codec: 0x86,
  codecPrivate: 0x63a2,
  cluster: 0x1f43b675,
  cues: 0x1c53bb6b,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
} as const
/** Ids of a segment's own children: where one stands, a cluster written live has ended. Tags, Chapters, Attachments last. */
export const topLevel = new Set<number>([
  id.seekHead,
  id.info,
  id.tracks,
  id.cluster,
  id.cues,
  0x1254c367,
  0x1043a770,
  0x1941a469,
])
/** Pictures and sound that hold nothing but themselves. */
export const codecs =
  /^(?:V_VP8|V_VP9|V_AV1|V_MPEG4\/ISO\/(?:AVC|SP|ASP|AP)|V_MPEGH\/ISO\/HEVC|A_OPUS|A_VORBIS|A_AAC.*|A_MPEG\/L3|A_PCM\/.*|A_AC3|A_EAC3)\0*$/

const keep = (...ids: readonly number[]): readonly (readonly [number, ElementRule])[] =>
  ids.map((each) => [each, 'keep'] as const)

/** All that the header is made of. */
export const headerRules: ElementRules = new Map(keep(0x4286, 0x42f7, 0x42f2, 0x42f3, 0x4282, 0x4287, 0x4285))
/** The scale of time and the duration stay; the names of the programs have to be there, and are empty. */
export const infoRules: ElementRules = new Map([...keep(0x2ad7b1, 0x4489), [0x4d80, 'empty'], [0x5741, 'empty']])
const videoRules: ElementRules = new Map(
  keep(0x9a, 0x9d, 0x53b8, 0x53c0, 0xb0, 0xba, 0x54aa, 0x54bb, 0x54cc, 0x54dd, 0x54b0, 0x54ba, 0x54b2, 0x55b0, 0x7670),
)
const soundRules: ElementRules = new Map(keep(0xb5, 0x78b5, 0x9f, 0x6264))
/** What playing a track needs; not its name, nor that of its codec. */
export const trackRules: ElementRules = new Map<number, ElementRule>([
  ...keep(
    id.trackNumber,
    0x73c5,
    id.trackType,
    0xb9,
    0x88,
    0x55aa,
    0x9c,
    0x23e383,
    0x22b59c,
    id.codec,
    id.codecPrivate,
  ),
  ...keep(0x56aa, 0x56bb, 0x6d80, 0x6de7, 0x6df8, 0x55ee),
  [0xe0, videoRules],
  [0xe1, soundRules],
])

/** Block, its additions (transparency), duration, references, padding to discard, state of the codec. */
export const groupRules: ElementRules = new Map(keep(id.block, 0x75a1, 0x9b, 0xfb, 0x75a2, 0xa4))
