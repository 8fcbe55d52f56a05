import { crc32, deflateSync } from 'node:zlib'
import type { Planter } from './canaries.ts'
import { exifOf, profileOf, xmpOf } from './exif-sample.ts'
import { be16, be32, bytesOf, fromBase64, le16, le32, zeros, type BuildSample } from './sample.ts'

const pngPicture = fromBase64(
  'eAFsUKFOQ1EQ3N17hD5ISFogNBAgCBwJhICoqiDBgEOAq8IQHBqBwWCw6BoEurL9lrsmU923t3kVfeJNJjOzO7cy725g2t/E/6CLyckWfs+28XPew9dVHx' +
    '/DXbyP9vB6t4/x/QBPjwd4eD7E7fgIw5dj3L6dQhYdppKInLlicFKNKYvzLKEbimpE4mEj3ITDlDVUEjemRUcqGufq86HaQBozB/Ndfx5NZpzXbCqp9ZXa' +
    'OOsSsV+pm6h+q89Z1cPnyNpESBtELaHvix4+b3ZQkr/d0Id53aKLnFvYcs0NnNgmF9tw1PYbhC/QfXpEn2ThdoibijbxsJtDDyyJaQkAAP//e5ocuQAAAA' +
    'ZJREFUAwDRPZLSL5OYMQ==',
)
const webpLossy = fromBase64('cAEAnQEqEAAIAALATCWoAnQBiEAA/ucX9KZF9Cu7PiKqP9oM5P9vOeSoCAAAAA==')
const webpAlpha = fromBase64('AQ8w/xERQiHbCJA/6TDuhYjof+oQelY=')
const webpLossless = fromBase64(
  'Lw/AARAHoqhtI6nhD2Gopq/Zg4KBtG1jK+RaTpBt85HdX2qb/zrMfy+9KASJoNAoCk0GiSaDRFCOJAONlIFGUQgfRdmkp0XOVsrQiwIHAgAYTbbtGrJd8/' +
    '3/WdMXIvpPNmkzJWk/eT32derrPDkHnq5K3PO6LUNbpXHkW5oi0vfLOndNlpxCx1BlhrptCwBlGh/fFGh8XycA3r+rqxJLYtsytmUaH3zzTQL5+N6PvQg=',
)

const chunk = (type: string, ...parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const body = bytesOf(type, ...parts)
  return bytesOf(be32(body.length - 4), body, be32(crc32(body)))
}
const pngStart = bytesOf('\x89PNG\r\n\x1a\n', chunk('IHDR', be32(16), be32(8), Uint8Array.of(8, 6, 0, 0, 0)))
const picture = chunk('IDAT', pngPicture)

const png = (...parts: readonly (Uint8Array | string)[]): ReturnType<BuildSample> => ({
  mediaType: 'image/png',
  bytes: bytesOf(pngStart, ...parts),
  kept: [pngStart, picture],
})

export const pngSamples: Readonly<Record<string, BuildSample>> = {
  'a PNG with texts of all three kinds': (plant) =>
    png(
      chunk('tEXt', 'Author\0', plant.word('text')),
      chunk('zTXt', 'Comment\0\0', deflateSync(plant.word('packed-text'))),
      chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0', xmpOf(plant)),
      chunk('iTXt', 'Source\0\x01\0\0\0', deflateSync(plant.word('packed-international-text'))),
      picture,
      chunk('tEXt', 'Software\0', plant.word('late-text')),
      chunk('IEND'),
    ),
  'a PNG with EXIF and a time': (plant) =>
    png(chunk('eXIf', exifOf(plant, 3)), chunk('tIME', plant.number('time')), picture, chunk('IEND')),
  'a PNG with a colour profile': (plant) =>
    png(chunk('iCCP', plant.word('profile-name'), '\0\0', deflateSync(profileOf(plant))), picture, chunk('IEND')),
  'a PNG with unknown chunks and wrong ones': (plant) =>
    png(
      chunk('vpAg', plant.word('private')),
      chunk('caBX', plant.word('content-credentials')),
      chunk('gAMA', be32(45_455), plant.word('gamma-tail')),
      chunk('sPLT', plant.word('palette-name'), '\0\x08'),
      picture,
      chunk('IEND'),
    ),
  'a PNG with an older picture behind its end': (plant) =>
    png(picture, chunk('IEND', plant.word('in-end')), picture, chunk('IDAT', plant.word('cropped')), chunk('IEND')),
  'a PNG that moves': (plant) => {
    const frame = chunk('fdAT', be32(2), pngPicture)
    const control = chunk('fcTL', be32(0), be32(16), be32(8), be32(0), be32(0), be16(1), be16(10), Uint8Array.of(0, 0))
    const bytes = bytesOf(
      pngStart,
      chunk('acTL', be32(2), be32(0)),
      control,
      picture,
      chunk('tEXt', 'a\0', plant.word('between')),
      control,
      frame,
      chunk('IEND'),
    )
    return { mediaType: 'image/png', bytes, kept: [control, picture, frame] }
  },
}

const gifPicture = bytesOf([0x2c], zeros(4), le16(2), le16(2), [0, 2, 2, 0x4c, 0x0a, 0])
const gifStart = (version: string): Uint8Array =>
  bytesOf(version, le16(2), le16(2), [0x80, 0, 0], [200, 30, 30, 20, 160, 60])
const timing = Uint8Array.of(0x21, 0xf9, 4, 0, 10, 0, 0, 0)
const loop = bytesOf([0x21, 0xff, 11], 'NETSCAPE2.0', [3, 1, 0, 0, 0])
const blocks = (...parts: readonly string[]): Uint8Array =>
  bytesOf(...parts.flatMap((part) => [[part.length], part]), [0])

export const gifSamples: Readonly<Record<string, BuildSample>> = {
  'a GIF with comments': (plant) => ({
    mediaType: 'image/gif',
    bytes: bytesOf(
      gifStart('GIF89a'),
      [0x21, 0xfe],
      blocks(plant.word('comment'), plant.word('more')),
      gifPicture,
      [0x3b],
    ),
    kept: [gifStart('GIF89a'), gifPicture],
  }),
  'a GIF that moves, with XMP': (plant) => ({
    mediaType: 'image/gif',
    bytes: bytesOf(
      gifStart('GIF89a'),
      loop,
      [0x21, 0xff, 11],
      'XMP DataXMP',
      xmpOf(plant),
      [1],
      Uint8Array.from({ length: 256 }, (_, i) => 255 - i),
      [0],
      timing,
      gifPicture,
      timing,
      gifPicture,
      [0x3b],
    ),
    kept: [bytesOf(loop, timing, gifPicture, timing, gifPicture)],
  }),
  'a GIF with other extensions and a tail': (plant) => ({
    mediaType: 'image/gif',
    bytes: bytesOf(
      gifStart('GIF87a'),
      [0x21, 0xff, 11],
      'ICCRGBG1012',
      blocks(plant.word('profile')),
      [0x21, 0xff, 11],
      'NETSCAPE2.0',
      blocks(`\x01\0\0`, plant.word('loop-tail')),
      [0x21, 0x01],
      blocks('            ', plant.word('plain-text')),
      [0x21, 0x77],
      blocks(plant.word('unknown')),
      gifPicture,
      [0x3b],
      plant.word('tail'),
    ),
    kept: [gifPicture],
  }),
}

const riff = (type: string, data: Uint8Array): Uint8Array =>
  bytesOf(type, le32(data.length), data, zeros(data.length % 2))
const webp = (...chunks: readonly Uint8Array[]): Uint8Array => {
  const body = bytesOf('WEBP', ...chunks)
  return bytesOf('RIFF', le32(body.length), body)
}
const extended = (flags: number): Uint8Array => riff('VP8X', Uint8Array.of(flags, 0, 0, 0, 15, 0, 0, 7, 0, 0))
const all = (plant: Planter, orientation: number): readonly Uint8Array[] => [
  riff('EXIF', exifOf(plant, orientation)),
  riff('XMP ', bytesOf(xmpOf(plant))),
  riff('ABCD', bytesOf(plant.word('unknown'))),
]

export const webpSamples: Readonly<Record<string, BuildSample>> = {
  'a lossy WebP with everything': (plant) => ({
    mediaType: 'image/webp',
    bytes: webp(
      extended(0x3c),
      riff('ICCP', profileOf(plant)),
      riff('ALPH', webpAlpha),
      riff('VP8 ', webpLossy),
      ...all(plant, 6),
    ),
    kept: [riff('ALPH', webpAlpha), riff('VP8 ', webpLossy)],
  }),
  'a lossless WebP with EXIF and a tail': (plant) => ({
    mediaType: 'image/webp',
    bytes: bytesOf(webp(extended(0x1c), riff('VP8L', webpLossless), ...all(plant, 1)), plant.word('tail')),
    kept: [riff('VP8L', webpLossless)],
  }),
  'a plain WebP with chunks that do not belong there': (plant) => ({
    mediaType: 'image/webp',
    bytes: webp(riff('VP8L', webpLossless), ...all(plant, 6)),
    kept: [riff('VP8L', webpLossless)],
  }),
  'a WebP that moves': (plant) => {
    const place = Uint8Array.of(0, 0, 0, 0, 0, 0, 15, 0, 0, 7, 0, 0, 100, 0, 0, 0)
    const frame = riff(
      'ANMF',
      bytesOf(place, riff('VP8L', webpLossless), riff('ABCD', bytesOf(plant.word('in-frame')))),
    )
    return {
      mediaType: 'image/webp',
      bytes: webp(extended(0x1e), riff('ANIM', zeros(6)), frame, frame, ...all(plant, 1)),
      kept: [bytesOf(place, riff('VP8L', webpLossless))],
    }
  },
}
