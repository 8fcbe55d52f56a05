import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Attachment } from '../../src/core/message.ts'
import { tipWith } from './desk-fixture.ts'
import { openConsole, type Browser, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
let browser: Browser
const bytes = Buffer.from('0123456789')
const types: Readonly<Record<string, readonly [Attachment['kind'], string]>> = {
  'picture-1': ['image', 'image/jpeg'],
  'heic-1': ['image', 'image/heic'],
  'video-1': ['video', 'video/mp4'],
  'sound-1': ['audio', 'audio/ogg'],
  'amr-1': ['audio', 'audio/amr'],
  'word-1': ['file', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  'text-1': ['file', 'text/plain'],
}
const path = '/console/tips/ABCD-2345'

beforeAll(async () => {
  app = await openConsole()
  browser = await app.signIn(await app.addOfficer('officer', '01', 'Lê Thị Nhận'))
  const attachments = Object.entries(types).map(([id, [kind, mediaType]]) => ({ id, kind, mediaType, size: 2_400_000 }))
  const at = new Date('2026-11-22T01:02:00Z')
  const message = { id: 'm', tip: 'ABCD-2345', author: 'tipster', alias: undefined, text: '', at, attachments } as const
  app.desk.tips = [tipWith({}, { messages: [message] })]
  for (const [id, [kind, mediaType]] of Object.entries(types)) app.desk.files.set(id, { kind, mediaType, bytes })
})
afterAll(() => app.close())

describe('the files of a tip', () => {
  it('are shown under a neutral name, hidden until they are asked for', async () => {
    const page = await browser.text(path)
    expect(page).toContain('Ảnh 1, 2,3 MB')
    expect(page).toMatch(
      /<details id="file-picture-1">[\s\S]*?Có thể gây sốc[\s\S]*?<img\s+src="[^"]*\/picture-1"[^>]*loading="lazy"/,
    )
    expect(page).toMatch(/<video\s+src="[^"]*\/video-1"[^>]*preload="none"/)
    expect(page).toMatch(/<audio\s+src="[^"]*\/sound-1"[^>]*preload="none"/)
    for (const saved of ['heic-1', 'amr-1', 'word-1', 'text-1']) {
      expect(page).toContain(`href="${path}/attachments/${saved}?save"`)
      expect(page).not.toContain(`src="${path}/attachments/${saved}"`)
    }
    expect(page).toContain('Tệp 6 (DOCX)')
  })

  it.each([
    ['picture-1', '', 'inline', 'jpg'],
    ['picture-1', '?save', 'attachment', 'jpg'],
    ['video-1', '', 'inline', 'mp4'],
    ['sound-1', '', 'inline', 'ogg'],
    ['heic-1', '', 'attachment', 'heic'],
    ['amr-1', '', 'attachment', 'amr'],
    ['word-1', '', 'attachment', 'docx'],
    ['text-1', '', 'attachment', 'txt'],
  ])('come as they are under strict headers: %s%s', async (id, query, disposition, ending) => {
    const response = await browser.get(`${path}/attachments/${id}${query}`)
    expect(response.status).toBe(200)
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': types[id]?.[1],
      'content-disposition': `${disposition}; filename="ABCD-2345-${id.slice(0, 6)}.${ending}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=5-2', 416, '', 'bytes */10'],
    ['bytes=-', 200, '0123456789', null],
    ['lines=1-2', 200, '0123456789', null],
  ])('come in parts, as players ask for them: %s', async (range, status, text, contentRange) => {
    const url = `${path}/attachments/video-1`
    const response = await app.request(url, { headers: { cookie: browser.cookie, range } })
    expect([response.status, await response.text()]).toEqual([status, text])
    expect(response.headers.get('content-range')).toBe(contentRange)
  })

  it('are for nobody else', async () => {
    const url = `${path}/attachments/picture-1`
    expect((await app.request(url)).status).toBe(303)
    const elsewhere = await app.signIn(await app.addOfficer('officer', '48', 'Người Nơi Khác'))
    const admin = await app.signIn(await app.addOfficer('admin', 'VN', 'Quản Trị'))
    for (const other of [elsewhere, admin]) expect((await other.get(url)).status).toBe(404)
    expect((await browser.get(`${path}/attachments/nothing`)).status).toBe(404)
    expect((await browser.get('/console/tips/NONE-2345/attachments/picture-1')).status).toBe(404)
  })
})
