import { box, fullBox, movieHeader, soundEntry, trackBox, videoEntry } from './boxes.ts'
import type { Planter } from './canaries.ts'
import { exifOf, profileOf, xmpOf } from './exif-sample.ts'
import { be16, be32, bytesOf, noise, zeros, type BuildSample } from './sample.ts'

const avcConfiguration = box('avcC', [1, 66, 0, 30, 255, 225, 0, 4], noise(4, 7), [1, 0, 2], noise(2, 8))
const soundConfiguration = fullBox(
  'esds',
  0,
  0,
  [3, 25, 0, 0, 0, 4, 17, 64, 21],
  zeros(11),
  [5, 2, 0x12, 0x10, 6, 1, 2],
)
const pictures = [noise(400, 11), noise(300, 12), noise(350, 13)]
const sounds = [noise(90, 21), noise(95, 22)]

interface Parts {
  readonly brands: string
  /** Boxes before, inside and behind moov. */
  readonly front?: readonly Uint8Array[]
  readonly inMovie?: readonly Uint8Array[]
  readonly behind?: readonly Uint8Array[]
  readonly hasLongOffsets?: boolean
  /** A third track of positions, with one sample. */
  readonly positions?: { readonly handler: string; readonly entry: string; readonly sample: Uint8Array }
  /** Bytes in the media data that no track uses. */
  readonly unused?: Uint8Array
  readonly inPictureEntry?: readonly Uint8Array[]
  readonly pictures?: readonly Uint8Array[]
}

/** A movie whose media data stand in front, with names and times planted in every header. */
function movieOf(plant: Planter, parts: Parts): Uint8Array {
  const brands = parts.brands === '' ? [] : [box('ftyp', parts.brands)]
  const front = bytesOf(...brands, ...(parts.front ?? []))
  const video = parts.pictures ?? pictures
  const positions = parts.positions === undefined ? [] : [parts.positions.sample]
  const unused = parts.unused ?? new Uint8Array()
  const data = bytesOf(...video, unused, ...sounds, ...positions)
  let at = front.length + 8
  const offsetsOf = (samples: readonly Uint8Array[]): readonly number[] =>
    samples.map((sample) => {
      at += sample.length
      return at - sample.length
    })
  const videoAt = offsetsOf(video)
  at += unused.length
  const soundAt = offsetsOf(sounds)
  const positionsAt = offsetsOf(positions)
  const common = { timescale: 600, duration: 600, maker: 'appl', hasLongOffsets: parts.hasLongOffsets ?? false }
  const tracks = [
    trackBox({
      ...common,
      id: 1,
      handler: 'vide',
      handlerName: plant.word('video-handler'),
      times: plant.number('video-times'),
      size: [16, 8],
      description: videoEntry(
        'avc1',
        16,
        8,
        plant.number('maker'),
        plant.word('compressor'),
        avcConfiguration,
        ...(parts.inPictureEntry ?? []),
      ),
      samples: video,
      offsets: videoAt,
      more: { trak: box('udta', box('name', plant.word('track-name'))), stbl: box('uuid', plant.word('table-uuid')) },
    }),
    trackBox({
      ...common,
      id: 2,
      handler: 'soun',
      handlerName: plant.word('sound-handler'),
      times: plant.number('sound-times'),
      description: soundEntry('mp4a', 44_100, 'appl', soundConfiguration, box('SA3D', plant.word('sound-entry'))),
      samples: sounds,
      offsets: soundAt,
      more: { minf: box('hdlr', zeros(4), 'dhlralis', zeros(12), plant.word('data-handler')) },
    }),
    ...(parts.positions === undefined
      ? []
      : [
          trackBox({
            ...common,
            id: 3,
            handler: parts.positions.handler,
            handlerName: plant.word('positions-handler'),
            times: plant.number('positions-times'),
            description: box(parts.positions.entry, zeros(6), be16(1), plant.word('positions-entry')),
            samples: positions,
            offsets: positionsAt,
          }),
        ]),
  ]
  const movie = box('moov', movieHeader(plant.number('movie-times'), 600, 600), ...tracks, ...(parts.inMovie ?? []))
  return bytesOf(front, box('mdat', data), movie, ...(parts.behind ?? []))
}

const movie = (plant: Planter, mediaType: string, parts: Parts): ReturnType<BuildSample> => ({
  mediaType,
  bytes: movieOf(plant, parts),
  kept: [...(parts.pictures ?? pictures), ...sounds, avcConfiguration, soundConfiguration],
})

const item = (name: string, text: string): Uint8Array => box(name, box('data', be32(1), be32(0), text))
const iTunes = (plant: Planter): Uint8Array =>
  box(
    'udta',
    fullBox(
      'meta',
      0,
      0,
      fullBox('hdlr', 0, 0, zeros(4), 'mdirappl', zeros(9)),
      box(
        'ilst',
        item('\xa9nam', plant.word('title')),
        item('\xa9ART', plant.word('artist')),
        item('covr', plant.word('cover')),
        item('\xa9too', plant.word('encoder')),
      ),
    ),
  )
const plain = 'isom\0\0\x02\0isommp42'

export const movieSamples: Readonly<Record<string, BuildSample>> = {
  'an MP4 with a place': (plant) =>
    movie(plant, 'video/mp4', {
      brands: plain,
      inMovie: [
        box('udta', box('\xa9xyz', be16(30), be16(0x15c7), plant.word('xyz')), box('loci', plant.word('loci'))),
      ],
    }),
  'an MP4 with tags, EXIF and XMP': (plant) =>
    movie(plant, 'video/mp4', {
      brands: plain,
      front: [box('free', plant.word('free')), box('uuid', noise(16), xmpOf(plant)), box('skip', exifOf(plant))],
      inMovie: [iTunes(plant), fullBox('meta', 0, 0, plant.word('movie-meta')), box('iods', plant.word('iods'))],
      behind: [fullBox('meta', 0, 0, plant.word('file-meta')), box('free', plant.word('end'))],
    }),
  'an MP4 with makers’ brands and 64-bit offsets': (plant) =>
    movie(plant, 'video/mp4', { brands: `mp42${plant.word('brand')}\0\0`, hasLongOffsets: true }),
  'an MP4 with a makers’ tail that is no box': (plant) =>
    movie(plant, 'video/mp4', { brands: plain, behind: [bytesOf([255, 255, 255, 0], plant.word('serial'))] }),
  'an MP4 of an action camera with positions': (plant) =>
    movie(plant, 'video/mp4', {
      brands: plain,
      positions: {
        handler: 'meta',
        entry: 'gpmd',
        sample: bytesOf(plant.word('gps-samples'), plant.number('latitude')),
      },
      inMovie: [
        box(
          'udta',
          box('FIRM', plant.word('firmware')),
          box('CAME', plant.word('camera')),
          box('GPMF', plant.word('gpmf')),
        ),
      ],
    }),
  'an MP4 of a drone with subtitles': (plant) =>
    movie(plant, 'video/mp4', {
      brands: plain,
      positions: { handler: 'sbtl', entry: 'tx3g', sample: bytesOf(be16(40), plant.word('subtitle')) },
    }),
  'an MP4 with media data that no track uses': (plant) =>
    movie(plant, 'video/mp4', { brands: plain, unused: bytesOf(plant.word('cut-away'), zeros(9)) }),
  'an MP4 with boxes in its entry': (plant) =>
    movie(plant, 'video/mp4', {
      brands: plain,
      inPictureEntry: [
        box('colr', 'nclx', be16(1), be16(1), be16(1), [0]),
        box('uuid', plant.word('entry-uuid')),
        box('colr', 'prof', profileOf(plant)),
      ],
    }),
  'a MOV of a phone': (plant) =>
    movie(plant, 'video/quicktime', {
      brands: 'qt  \0\0\0\0qt  ',
      front: [box('wide')],
      positions: { handler: 'meta', entry: 'mebx', sample: bytesOf(plant.word('live-samples')) },
      inMovie: [
        box(
          'meta',
          fullBox('hdlr', 0, 0, zeros(4), 'mdta', zeros(13)),
          fullBox('keys', 0, 0, be32(1), box('mdta', 'com.apple.quicktime.location.ISO6709')),
          box('ilst', box('\0\0\0\x01', box('data', be32(1), be32(0), plant.word('location')))),
        ),
        box(
          'udta',
          box('\xa9xyz', be16(20), be16(0), plant.word('xyz')),
          box('\xa9mak', plant.word('make')),
          box('\xa9mod', plant.word('model')),
          zeros(4),
        ),
      ],
    }),
  'an old MOV without brands, with a preview': (plant) =>
    movie(plant, 'video/quicktime', {
      brands: '',
      front: [box('wide'), box('pnot', plant.number('preview-time')), box('PICT', plant.word('preview'))],
      inMovie: [
        box(
          'udta',
          box('THMB', plant.word('thumbnail')),
          box('MMA0', plant.word('maker')),
          box('NCTG', plant.word('nikon-tags')),
        ),
      ],
    }),
  'a 3GP of an old phone': (plant) =>
    movie(plant, 'video/3gpp', {
      brands: '3gp4\0\0\0\x003gp4',
      inMovie: [
        box(
          'udta',
          fullBox('auth', 0, 0, plant.word('author')),
          fullBox('titl', 0, 0, plant.word('title')),
          fullBox('loci', 0, 0, plant.word('place')),
        ),
      ],
    }),
  'an M4A with tags': (plant) => {
    const front = box('ftyp', 'M4A \0\0\0\0M4A mp42')
    const offsets = [front.length + 8, front.length + 8 + (sounds[0]?.length ?? 0)]
    const track = trackBox({
      id: 1,
      handler: 'soun',
      handlerName: plant.word('handler'),
      times: plant.number('times'),
      timescale: 44_100,
      duration: 2048,
      description: soundEntry('mp4a', 44_100, '', soundConfiguration),
      samples: sounds,
      offsets,
    })
    const moov = box('moov', movieHeader(plant.number('movie-times'), 600, 28), track, iTunes(plant))
    return { mediaType: 'audio/mp4', bytes: bytesOf(front, box('mdat', ...sounds), moov), kept: sounds }
  },
  'an MP4 in fragments': (plant) => {
    const sample = noise(200, 31)
    const hidden = bytesOf(plant.word('hidden-run'), zeros(3))
    const track = (id: number, handler: string): Uint8Array =>
      trackBox({
        id,
        handler,
        handlerName: plant.word(`handler-${handler}`),
        times: plant.number(`times-${handler}`),
        timescale: 1000,
        duration: 0,
        description: videoEntry('avc1', 16, 8, zeros(8), '', avcConfiguration),
        samples: [],
        offsets: [],
      })
    const movieBox = box(
      'moov',
      movieHeader(plant.number('movie-times'), 1000, 0),
      track(1, 'vide'),
      track(2, 'meta'),
      box(
        'mvex',
        ...[1, 2].map((id) => fullBox('trex', 0, 0, be32(id), be32(1), be32(0), be32(0), be32(0))),
        box('udta', plant.word('extends')),
      ),
    )
    const part = (id: number, size: number, at: number): Uint8Array =>
      box(
        'traf',
        fullBox('tfhd', 0, 0x2_0000, be32(id)),
        fullBox('trun', 0, 0x201, be32(1), be32(at), be32(size)),
        box('uuid', plant.word('fragment')),
      )
    const fragment = (at: number): Uint8Array =>
      box(
        'moof',
        fullBox('mfhd', 0, 0, be32(1)),
        part(1, sample.length, at),
        part(2, hidden.length, at + sample.length),
      )
    const length = fragment(0).length
    const bytes = bytesOf(
      box('ftyp', 'iso5\0\0\0\0iso5'),
      movieBox,
      fullBox('emsg', 0, 0, plant.word('event')),
      fullBox('prft', 0, 0, plant.number('wall-clock')),
      fragment(length + 8),
      box('mdat', sample, hidden),
    )
    return { mediaType: 'video/mp4', bytes, kept: [sample, avcConfiguration] }
  },
}
