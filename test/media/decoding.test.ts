import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stripMetadata, type Stripped } from '../../src/media/strip-metadata.ts'
import { hasChromium, openBrowser } from '../support/chromium.ts'
import { box, fullBox, movieHeader, trackBox, videoEntry } from './boxes.ts'
import { decodeIn, drawIn, encodeIn, encodeToneIn, openMediaPage, recordIn } from './browser-media.ts'
import { createPlanter, findCanaries } from './canaries.ts'
import { corpus } from './corpus.ts'
import { exifOf, profileOf, xmpOf } from './exif-sample.ts'
import { heifOf, reference } from './heif-samples.ts'
import { oggPages } from './ogg.ts'
import { be16, be32, bytesOf, le16, le32, zeros } from './sample.ts'

function strip(bytes: Uint8Array): Stripped {
  const result = stripMetadata(bytes)
  if ('refused' in result) throw new Error(`refused: ${result.refused}`)
  return result
}

describe.skipIf(!hasChromium)('what a browser makes of a cleaned file', () => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await openBrowser()
    page = await browser.newPage()
    await openMediaPage(page)
  })
  afterAll(() => browser.close())

  /** Cleans the file and expects the same as before, without canaries. */
  async function expectSame(
    how: 'image' | 'video' | 'sound',
    bytes: Uint8Array,
    mediaType: string,
  ): Promise<Uint8Array> {
    const cleaned = strip(bytes)
    expect(cleaned.mediaType).toBe(mediaType)
    expect([...findCanaries(cleaned.bytes)]).toEqual([])
    const before = await decodeIn(page, how, bytes, mediaType)
    expect(before).not.toBe('')
    expect(await decodeIn(page, how, cleaned.bytes, mediaType)).toBe(before)
    return cleaned.bytes
  }

  const shown = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp'])
  // The scans of one are made up; another has no end, and browsers wait for it with the last rows.
  const pictures = corpus.filter(({ name, mediaType }) => shown.has(mediaType) && !/progressive|cut off/.test(name))

  it.each(pictures)('is the same picture: $name', async ({ bytes, mediaType }) => {
    await expectSame('image', bytes, mediaType)
  })

  it('is the same picture, turned the same way, for a JPEG, PNG and WebP of its own', async () => {
    const plant = createPlanter()
    const exif = exifOf(plant, 6)
    const jpeg = await drawIn(page, 'image/jpeg')
    const segment = bytesOf('Exif\0\0', exif)
    const turned = bytesOf(jpeg.subarray(0, 2), [0xff, 0xe1], be16(segment.length + 2), segment, jpeg.subarray(2))
    await expectSame('image', turned, 'image/jpeg')
    expect(await decodeIn(page, 'image', turned, 'image/jpeg')).toMatch(/^30x40 /)
    const webp = await drawIn(page, 'image/webp')
    const more = bytesOf(
      'EXIF',
      le32(exif.length),
      exif,
      zeros(exif.length % 2),
      'XMP ',
      le32(xmpOf(plant).length),
      xmpOf(plant),
      zeros(xmpOf(plant).length % 2),
    )
    const whole = bytesOf('RIFF', le32(webp.length - 8 + more.length), webp.subarray(8), more)
    whole[20] = (whole[20] ?? 0) | 0x0c
    await expectSame('image', whole, 'image/webp')
    await expectSame('image', await drawIn(page, 'image/png'), 'image/png')
  })

  it('keeps the colours that a profile tells', async () => {
    const jpeg = await drawIn(page, 'image/jpeg')
    const data = Buffer.from(jpeg)
    const tables = jpeg.subarray(data.indexOf(Buffer.from([0xff, 0xdb])))
    const profile = bytesOf('ICC_PROFILE\0\x01\x01', profileOf(createPlanter()))
    const wide = bytesOf([0xff, 0xd8, 0xff, 0xe2], be16(profile.length + 2), profile, tables)
    const cleaned = await expectSame('image', wide, 'image/jpeg')
    expect(await decodeIn(page, 'image', cleaned, 'image/jpeg')).not.toBe(
      await decodeIn(page, 'image', bytesOf([0xff, 0xd8], tables), 'image/jpeg'),
    )
  })

  it.each([
    ['video/mp4;codecs=avc1.42E01E,opus', 'video/mp4'],
    ['video/webm;codecs=vp8,opus', 'video/webm'],
    ['video/webm;codecs=vp9,opus', 'video/webm'],
    ['video/x-matroska;codecs=avc1,opus', 'video/x-matroska'],
  ])('is the same film and sound, as recorded in %s', async (codecs, mediaType) => {
    const film = await recordIn(page, codecs)
    const cleaned = await expectSame('video', film, mediaType)
    expect(Buffer.from(film).includes('Chrome')).toBe(mediaType !== 'video/mp4')
    expect(Buffer.from(cleaned).includes('Chrome')).toBe(false)
    expect(await decodeIn(page, 'sound', cleaned, mediaType)).toBe(await decodeIn(page, 'sound', film, mediaType))
  })

  it.each(['isom', 'qt  '])(
    'is the same film as a phone writes it, with positions, in the brand «%s»',
    async (brand) => {
      const plant = createPlanter()
      const { samples, keyFrames, configuration } = await encodeIn(page, 'avc1.42E01E')
      const positions = bytesOf(plant.word('positions'))
      const front = box('ftyp', brand, be32(512), brand)
      let at = front.length + 8
      const offsets = [...samples, positions].map((sample) => (at += sample.length) - sample.length)
      const common = { timescale: 1000, times: plant.number('times'), duration: 500 }
      const movie = box(
        'moov',
        movieHeader(plant.number('movie-times'), 1000, 500),
        trackBox({
          ...common,
          id: 1,
          handler: 'vide',
          handlerName: plant.word('handler'),
          size: [64, 48],
          description: videoEntry('avc1', 64, 48, zeros(8), plant.word('compressor'), box('avcC', configuration)),
          samples,
          offsets: offsets.slice(0, -1),
          keyFrames,
        }),
        trackBox({
          ...common,
          id: 2,
          handler: 'meta',
          handlerName: plant.word('meta-handler'),
          description: box('mebx', zeros(6), be16(1), plant.word('keys')),
          samples: [positions],
          offsets: offsets.slice(-1),
        }),
        box('udta', box('\xa9xyz', be16(9), be16(0), plant.word('xyz'))),
      )
      const film = bytesOf(front, box('mdat', ...samples, positions), movie)
      expect([...findCanaries(film)].sort()).toEqual([...plant.planted].sort())
      await expectSame('video', film, brand === 'qt  ' ? 'video/quicktime' : 'video/mp4')
    },
  )

  it('is the same AVIF, turned the same way, without EXIF and thumbnail', async () => {
    const plant = createPlanter()
    const { samples } = await encodeIn(page, 'av01.0.00M.08')
    const picture = samples[0] ?? zeros(0)
    const small = samples[5] ?? zeros(0)
    const configuration = box('av1C', [0x81, 0, 0x0c, 0])
    const size = fullBox('ispe', 0, 0, be32(64), be32(48))
    const properties = [configuration, size, fullBox('pixi', 0, 0, [3, 8, 8, 8]), box('irot', [1])]
    const items = [
      { id: 1, type: 'av01', data: picture, properties: [0x81, 2, 3, 0x84] },
      { id: 2, type: 'Exif', data: bytesOf(be32(0), exifOf(plant)) },
      { id: 3, type: 'av01', data: small, properties: [0x81, 2, 3] },
      { id: 4, type: 'mime', data: bytesOf(xmpOf(plant)) },
    ]
    const avif = heifOf(
      plant,
      'avif\0\0\0\0avifmif1miaf',
      items,
      [reference('cdsc', 2, 1), reference('thmb', 3, 1)],
      properties,
    )
    const cleaned = await expectSame('image', avif, 'image/avif')
    expect(await decodeIn(page, 'image', cleaned, 'image/avif')).toMatch(/^48x64 /)
    expect(Buffer.from(avif).includes(Buffer.from(small))).toBe(true)
    expect(Buffer.from(cleaned).includes(Buffer.from(small))).toBe(false)
  })

  it('is the same voice message', async () => {
    const plant = createPlanter()
    const packets = await encodeToneIn(page)
    const head = bytesOf('OpusHead', [1, 1], le16(312), le32(48_000), [0, 0, 0])
    const vendor = plant.word('vendor')
    const text = `ARTIST=${plant.word('artist')}`
    const tags = bytesOf('OpusTags', le32(vendor.length), vendor, le32(1), le32(text.length), text)
    const ogg = oggPages([[head], [tags], packets])
    await expectSame('sound', ogg, 'audio/ogg')
  })

  it('is the same MP3', async () => {
    const frame = bytesOf([0xff, 0xfb, 0x90, 0x64], zeros(413))
    const tag = `TPE1${createPlanter().word('artist')}`
    const mp3 = bytesOf('ID3\x03\0\0\0\0\0', [tag.length], tag, ...Array.from({ length: 12 }, () => frame))
    await expectSame('sound', mp3, 'audio/mpeg')
  })

  it('is the same page of a PDF', async () => {
    const plant = createPlanter()
    const jpeg = Buffer.from(await drawIn(page, 'image/jpeg')).toString('base64')
    const own = await browser.newPage()
    await own.setContent(
      `<title>${plant.word('title')}</title><h1>Words</h1><p>of somebody</p><img src="data:image/jpeg;base64,${jpeg}">`,
    )
    const pdf = new Uint8Array(await own.pdf({ tagged: true, outline: true }))
    const cleaned = strip(pdf).bytes
    expect([...findCanaries(pdf)]).toEqual(plant.planted)
    expect([...findCanaries(cleaned)]).toEqual([])
    expect(Buffer.from(cleaned).includes('Chrome')).toBe(false)
    const shot = async (bytes: Uint8Array): Promise<string> => {
      await own.route('**/words.pdf', (route) =>
        route.fulfill({ body: Buffer.from(bytes), contentType: 'application/pdf' }),
      )
      await own.goto('https://media.test/words.pdf')
      await expect
        .poll(() => own.screenshot({ clip: paper }).then((png) => png.length), { timeout: 10_000 })
        .toBeGreaterThan(2500)
      const picture = await own.screenshot({ clip: paper })
      await own.unroute('**/words.pdf')
      return picture.toString('base64')
    }
    expect(await shot(cleaned)).toBe(await shot(pdf))
    await own.close()
  })
})

/** The part of the browser's viewer in which the page stands. */
const paper = { x: 382, y: 60, width: 640, height: 300 }
