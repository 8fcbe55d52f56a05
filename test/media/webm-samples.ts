import type { Planter } from './canaries.ts'
import { be32, bytesOf, noise, zeros, type BuildSample } from './sample.ts'

type Part = Uint8Array | readonly number[] | string

/** An element of EBML; `isLive`: without a length, as recorders write it. */
function element(id: number, parts: readonly Part[], isLive = false): Uint8Array {
  const idBytes = be32(id).subarray(Math.floor(Math.clz32(id) / 8))
  const body = bytesOf(...parts)
  const size = isLive
    ? [0x01, 255, 255, 255, 255, 255, 255, 255]
    : [0x10 | (body.length >> 24), ...be32(body.length).subarray(1)]
  return bytesOf(idBytes, size, body)
}

const header = (type: string): Uint8Array =>
  element(0x1a45dfa3, [element(0x4286, [[1]]), element(0x42f2, [[4]]), element(0x42f3, [[8]]), element(0x4282, [type])])
const pictures = [noise(300, 111), noise(280, 112)]
const sounds = [noise(90, 113)]

const block = (track: number, sample: Uint8Array): Uint8Array => element(0xa3, [[0x80 + track, 0, 0, 0x80], sample])
const track = (
  plant: Planter,
  number: number,
  type: number,
  codec: string,
  ...more: readonly Uint8Array[]
): Uint8Array =>
  element(0xae, [
    element(0xd7, [[number]]),
    element(0x73c5, [[number]]),
    element(0x83, [[type]]),
    element(0x86, [codec]),
    element(0x536e, [plant.word(`track-name-${codec.toLowerCase()}`)]),
    element(0x258688, [plant.word('codec-name')]),
    element(0x75ff, [zeros(2)]),
    ...more,
  ])
const info = (plant: Planter): Uint8Array =>
  element(0x1549a966, [
    element(0xbf, [zeros(4)]),
    element(0x2ad7b1, [[0x0f, 0x42, 0x40]]),
    element(0x4d80, [plant.word('muxer')]),
    element(0x5741, [plant.word('writer')]),
    element(0x7ba9, [plant.word('title')]),
    element(0x4461, [plant.number('date')]),
    element(0x73a4, [plant.number('uid'), zeros(8)]),
    element(0x7384, [plant.word('file-name')]),
  ])
const tags = (plant: Planter): Uint8Array =>
  element(0x1254c367, [
    element(0x7373, [element(0x67c8, [element(0x45a3, ['LOCATION']), element(0x4487, [plant.word('tag')])])]),
  ])
const videoSize = element(0xe0, [element(0xb0, [[16]]), element(0xba, [[8]])])

export const webmSamples: Readonly<Record<string, BuildSample>> = {
  'a WebM with tags, attachments and chapters': (plant) => {
    const segment = element(0x18538067, [
      element(0x114d9b74, [
        element(0x4dbb, [element(0x53ab, [be32(0x1254c367)]), element(0x53ac, [plant.number('seek')])]),
      ]),
      element(0xec, [plant.word('void')]),
      info(plant),
      element(0x1654ae6b, [
        track(plant, 1, 1, 'V_VP8', videoSize),
        track(plant, 2, 2, 'A_OPUS', element(0x63a2, [noise(19)])),
      ]),
      element(0x1941a469, [
        element(0x61a7, [
          element(0x465c, [plant.word('attachment')]),
          element(0x466e, [plant.word('attachment-name')]),
        ]),
      ]),
      element(0x1043a770, [plant.word('chapters')]),
      element(0x1f43b675, [
        element(0xe7, [[0]]),
        block(1, pictures[0] ?? zeros(1)),
        block(2, sounds[0] ?? zeros(1)),
        element(0x5854, [plant.word('silent')]),
      ]),
      element(0x1f43b675, [
        element(0xe7, [[9]]),
        element(0xa0, [
          element(0xa1, [[0x81, 0, 0, 0], pictures[1] ?? zeros(1)]),
          element(0xaf, [plant.word('in-group')]),
        ]),
      ]),
      tags(plant),
    ])
    return {
      mediaType: 'video/webm',
      bytes: bytesOf(header('webm'), segment, plant.word('tail')),
      kept: [...pictures, ...sounds],
    }
  },
  'a live WebM with tags behind its clusters': (plant) => {
    const cluster = element(0x1f43b675, [element(0xe7, [[0]]), block(1, pictures[0] ?? zeros(1))], true)
    const segment = element(
      0x18538067,
      [info(plant), element(0x1654ae6b, [track(plant, 1, 1, 'V_VP9', videoSize)]), cluster, cluster, tags(plant)],
      true,
    )
    return { mediaType: 'video/webm', bytes: bytesOf(header('webm'), segment), kept: pictures.slice(0, 1) }
  },
  'a Matroska file with subtitles of positions': (plant) => {
    const segment = element(0x18538067, [
      info(plant),
      element(0x1654ae6b, [track(plant, 1, 1, 'V_MPEG4/ISO/AVC', videoSize), track(plant, 2, 17, 'S_TEXT/UTF8')]),
      element(0x1f43b675, [
        element(0xe7, [[0]]),
        block(1, pictures[0] ?? zeros(1)),
        block(2, bytesOf(plant.word('subtitle'))),
        element(0xa0, [element(0xa1, [[0x82, 0, 0, 0], plant.word('subtitle-group')])]),
      ]),
    ])
    return { mediaType: 'video/x-matroska', bytes: bytesOf(header('matroska'), segment), kept: pictures.slice(0, 1) }
  },
  'a WebM of sound with Vorbis’s comments in its setup': (plant) => {
    const comment = bytesOf(
      '\x03vorbis',
      [4, 0, 0, 0],
      'abcd',
      [1, 0, 0, 0],
      [30, 0, 0, 0],
      plant.word('vorbis-comment').padEnd(30, ' '),
      [1],
    )
    const setup = bytesOf([2, 30, comment.length], noise(30, 114), comment, noise(50, 115))
    const segment = element(0x18538067, [
      info(plant),
      element(0x1654ae6b, [track(plant, 1, 2, 'A_VORBIS', element(0x63a2, [setup]))]),
      element(0x1f43b675, [element(0xe7, [[0]]), block(1, sounds[0] ?? zeros(1))]),
    ])
    return {
      mediaType: 'audio/webm',
      bytes: bytesOf(header('webm'), segment),
      kept: [...sounds, noise(30, 114), noise(50, 115)],
    }
  },
}
