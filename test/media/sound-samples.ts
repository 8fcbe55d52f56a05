import type { Planter } from './canaries.ts'
import { oggPages } from './ogg.ts'
import { exifOf } from './exif-sample.ts'
import { be16, be32, bytesOf, le32, noise, zeros, type BuildSample } from './sample.ts'

const sound = [noise(120, 91), noise(300, 92), noise(80, 93)]
const opusHead = bytesOf('OpusHead', [1, 1, 56, 1], le32(16_000), [0, 0, 0])
const vorbisHead = bytesOf('\x01vorbis', le32(0), [1], le32(44_100), zeros(12), [0xb8, 1])

/** Comments as Vorbis writes them, planted. */
const comments = (plant: Planter, more = ''): Uint8Array => {
  const texts = [
    `ARTIST=${plant.word('artist')}`,
    `LOCATION=${plant.word('location')}`,
    `METADATA_BLOCK_PICTURE=${plant.word('cover')}${more}`,
  ]
  const vendor = plant.word('vendor')
  return bytesOf(le32(vendor.length), vendor, le32(texts.length), ...texts.flatMap((text) => [le32(text.length), text]))
}

const ogg = (bytes: Uint8Array): ReturnType<BuildSample> => ({ mediaType: 'audio/ogg', bytes, kept: sound })

/** Frames of MPEG 1 layer III, 128 kbit/s, 44.1 kHz. */
const frames = Array.from({ length: 6 }, (_, i) => bytesOf([0xff, 0xfb, 0x90, 0x64], noise(413, 101 + i)))
const synchsafe = (size: number): readonly number[] => [size >> 21, (size >> 14) & 127, (size >> 7) & 127, size & 127]
const id3Frame = (id: string, text: string): Uint8Array => bytesOf(id, be32(text.length + 1), be16(0), [0], text)
const id3 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const body = bytesOf(...parts)
  return bytesOf('ID3', [3, 0, 0], synchsafe(body.length), body)
}
const mp3 = (bytes: Uint8Array): ReturnType<BuildSample> => ({
  mediaType: 'audio/mpeg',
  bytes,
  kept: [bytesOf(...frames)],
})
const ape = (text: string): Uint8Array => {
  const item = bytesOf(le32(text.length), le32(0), 'Artist\0', text)
  const frame = (flags: number): Uint8Array =>
    bytesOf('APETAGEX', le32(2000), le32(item.length + 32), le32(1), le32(flags), zeros(8))
  return bytesOf(frame(0xa000_0000), item, frame(0x8000_0000))
}

export const soundSamples: Readonly<Record<string, BuildSample>> = {
  'a voice message in AMR with something behind it': (plant) => {
    const frames = Array.from({ length: 5 }, (_, i) => bytesOf([0x3c], noise(31, 201 + i)))
    const bytes = bytesOf('#!AMR\n', ...frames, [0x3c], plant.word('amr-tail').slice(0, 30))
    return { mediaType: 'audio/amr', bytes, kept: frames }
  },
  'a voice message of Telegram': (plant) => ogg(oggPages([[opusHead], [bytesOf('OpusTags', comments(plant))], sound])),
  'an Opus file with a cover over several pages': (plant) =>
    ogg(
      oggPages([[opusHead], [bytesOf('OpusTags', comments(plant, 'x'.repeat(70_000)), plant.word('padding'))], sound]),
    ),
  'a Vorbis file': (plant) =>
    ogg(
      oggPages([
        [vorbisHead],
        [bytesOf('\x03vorbis', comments(plant), [1]), bytesOf('\x05vorbis', noise(400, 94))],
        sound,
      ]),
    ),
  'a Speex file with junk between its pages': (plant) => {
    const pages = oggPages([[bytesOf('Speex   ', zeros(72))], [comments(plant)], sound])
    return ogg(bytesOf(pages, plant.word('tail')))
  },
  'an MP3 with tags of every kind': (plant) =>
    mp3(
      bytesOf(
        id3(
          id3Frame('TPE1', plant.word('artist')),
          id3Frame('TXXX', plant.word('place')),
          id3Frame('APIC', plant.word('cover')),
        ),
        ...frames,
        ape(plant.word('ape')),
        'LYRICSBEGIN',
        plant.word('lyrics'),
        'LYRICS200',
        'TAG',
        plant.word('id-three-one').padEnd(125, '\0'),
      ),
    ),
  'an MP3 whose cover looks like sound': (plant) => {
    const cover = bytesOf(frames[0] ?? '', frames[1] ?? '', plant.word('cover'))
    return mp3(bytesOf(id3(bytesOf('APIC', be32(cover.length), be16(0), cover)), ...frames))
  },
  'an MP3 of a recorder with junk in the middle': (plant) => ({
    mediaType: 'audio/mpeg',
    bytes: bytesOf(
      ...frames,
      id3(id3Frame('PRIV', plant.word('private'))),
      [0xff, 0xfb, 0x90, 0x64],
      plant.word('false-frame'),
      exifOf(plant),
      ...frames,
    ),
    kept: [bytesOf(...frames)],
  }),
}
