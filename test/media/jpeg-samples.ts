import { exifOf, profileOf, xmpOf } from './exif-sample.ts'
import { be16, be32, bytesOf, fromBase64, noise, zeros, type BuildSample } from './sample.ts'

/** 16 by 8 points, written by a browser: from the first table up to the end of the scan. */
const jpegPicture = fromBase64(
  '/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBtUVdfYmdoZz5NcXlweGRcZWdj/9sAQwEREhIYFRgvGhovY0I4' +
    'QmNjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj/8AAEQgACAAQAwEiAAIRAQMRAf/EABYAAQEBAAAAAAAAAAAA' +
    'AAAAAAADBf/EAB0QAAEEAgMAAAAAAAAAAAAAAAABAhITAxFCYbH/xAAVAQEBAAAAAAAAAAAAAAAAAAAAA//EABgRAAIDAAAAAAAAAAAAAAAAAAABAgQh' +
    '/9oADAMBAAIRAxEAPwDMamS7hVHuUt+F2oAQjX5vT/8=',
).subarray(0, -1)
const segment = (code: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const data = bytesOf(...parts)
  return bytesOf([0xff, code], be16(data.length + 2), data)
}
const start = [0xff, 0xd8]
const end = [0xff, 0xd9]
const jfif = segment(0xe0, 'JFIF\0', Uint8Array.of(1, 1, 0, 0, 1, 0, 1, 0, 0))

const jpeg = (bytes: Uint8Array): ReturnType<BuildSample> => ({ mediaType: 'image/jpeg', bytes, kept: [jpegPicture] })

/** Splits before the frame header, where some writers put segments. */
const frameAt = Buffer.from(jpegPicture).indexOf(Buffer.from([0xff, 0xc0]))

export const jpegSamples: Readonly<Record<string, BuildSample>> = {
  'a JPEG of a phone': (plant) => jpeg(bytesOf(start, segment(0xe1, 'Exif\0\0', exifOf(plant, 6)), jpegPicture, end)),
  'a JPEG of a phone that writes the low byte first': (plant) =>
    jpeg(bytesOf(start, segment(0xe1, 'Exif\0\0', exifOf(plant, 8, true)), jpegPicture, end)),
  'a JPEG with XMP, in two parts': (plant) =>
    jpeg(
      bytesOf(
        start,
        jfif,
        segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmpOf(plant)),
        segment(0xe1, 'http://ns.adobe.com/xmp/extension/\0', plant.word('xmp-more')),
        jpegPicture,
        end,
      ),
    ),
  'a JPEG with comments, IPTC and makers’ segments': (plant) => {
    const segments = Array.from({ length: 15 }, (_, i) => segment(0xe1 + i, plant.word(`app-${'abcdefghijklmno'[i]}`)))
    return jpeg(bytesOf(start, ...segments, segment(0xfe, plant.word('comment')), jpegPicture, end))
  },
  'a JPEG with IPTC in Photoshop’s segment': (plant) =>
    jpeg(bytesOf(start, segment(0xed, 'Photoshop 3.0\x008BIM\x04\x04', plant.word('iptc-byline')), jpegPicture, end)),
  'a JPEG with thumbnails in JFIF and JFXX': (plant) => {
    const small = bytesOf(plant.word('jfif-thumbnail'), zeros(2))
    const points = bytesOf(small, zeros(-small.length % 3 === 0 ? 0 : 3 - (small.length % 3)))
    return jpeg(
      bytesOf(
        start,
        segment(0xe0, 'JFIF\0', Uint8Array.of(1, 1, 0, 0, 1, 0, 1, points.length / 3, 1), points),
        segment(0xe0, 'JFXX\0\x10', plant.word('jfxx-thumbnail')),
        jpegPicture,
        end,
      ),
    )
  },
  'a JPEG with a colour profile': (plant) =>
    jpeg(bytesOf(start, jfif, segment(0xe2, 'ICC_PROFILE\0\x01\x01', profileOf(plant)), jpegPicture, end)),
  'a JPEG with a colour profile in two parts': (plant) => {
    const profile = profileOf(plant)
    const [one, two] = [profile.subarray(0, 200), profile.subarray(200)]
    return jpeg(
      bytesOf(
        start,
        segment(0xe2, 'ICC_PROFILE\0\x02\x02', two),
        segment(0xe2, 'ICC_PROFILE\0\x01\x02', one),
        jpegPicture,
        end,
      ),
    )
  },
  'a JPEG with a second picture and a film behind it': (plant) =>
    jpeg(
      bytesOf(
        start,
        segment(0xe2, 'MPF\0', plant.word('mpf')),
        jpegPicture,
        end,
        start,
        segment(0xe1, 'Exif\0\0', exifOf(plant)),
        jpegPicture,
        end,
        be32(24),
        'ftypmp42',
        plant.word('motion-photo'),
        'SEFT',
      ),
    ),
  'a JPEG with segments between its tables and junk before them': (plant) => ({
    mediaType: 'image/jpeg',
    bytes: bytesOf(
      start,
      jpegPicture.subarray(0, frameAt),
      plant.word('junk'),
      segment(0xfe, plant.word('late-comment')),
      segment(0xee, 'Adobe', Uint8Array.of(0, 100, 0, 0, 0, 0, 1), plant.word('adobe-tail')),
      jpegPicture.subarray(frameAt),
      end,
    ),
    kept: [jpegPicture.subarray(0, frameAt), jpegPicture.subarray(frameAt)],
  }),
  'a progressive JPEG with a comment between its scans': (plant) => {
    const tables = bytesOf(segment(0xdb, zeros(65)), segment(0xc2, Uint8Array.of(8, 0, 8, 0, 8, 1, 1, 0x11, 0)))
    const scan = bytesOf(
      segment(0xda, Uint8Array.of(1, 1, 0, 0, 0, 0)),
      noise(80),
      [0xff, 0x00],
      noise(20, 2),
      [0xff, 0xd0],
      noise(9, 3),
    )
    return {
      mediaType: 'image/jpeg',
      bytes: bytesOf(start, tables, scan, segment(0xe1, plant.word('between')), segment(0xc4, zeros(18)), scan, end),
      kept: [tables, scan],
    }
  },
  'a JPEG that was cut off': (plant) => jpeg(bytesOf(start, segment(0xfe, plant.word('comment')), jpegPicture)),
}
