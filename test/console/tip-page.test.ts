import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TipMessage } from '../../src/core/tip.ts'
import { tipWith } from './desk-fixture.ts'
import { openConsole, type Browser, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
let browser: Browser
beforeEach(async () => {
  app = await openConsole()
  browser = await app.signIn(await app.addOfficer('officer', '01', 'Lê Thị Nhận'))
})
afterEach(() => app.close())

const path = '/console/tips/ABCD-2345'
const message = (author: TipMessage['author'], text: string): TipMessage => ({
  id: text,
  tip: 'ABCD-2345',
  author,
  alias: author === 'officer' ? 12 : undefined,
  text,
  at: new Date('2026-11-22T01:02:00Z'),
  attachments: [],
})

describe('a tip', () => {
  it('shows what is known, the thread by who wrote it, and the log', async () => {
    const { id: officer } = await app.addOfficer('officer', '01', 'Trần Văn Ghi')
    const log = { id: 'l', tip: 'ABCD-2345', officer, at: new Date('2026-11-22T02:00:00Z') }
    app.desk.tips = [
      tipWith(
        { safety: 'unsafe', status: 'acknowledged' },
        {
          messages: [message('tipster', 'lời kể'), message('detail', 'ở trường'), message('officer', 'cảm ơn em')],
          log: [
            { ...log, what: 'moved', from: 'open', to: 'acknowledged' },
            { ...log, what: 'read', officer: 'gone', from: undefined, to: undefined },
          ],
        },
      ),
    ]
    const page = (await browser.text(path)).replace(/\s+/g, ' ')
    for (const shown of [
      'Không an toàn',
      'Xã Mẫu Một, Hà Nội',
      'Người báo tin · <time',
      'lời kể',
      'Thông tin thêm · <time',
      'Cán bộ trực số 12 · <time',
      '22/11/2026 08:02',
      'Chuyển trạng thái: Chờ tiếp nhận → Đã tiếp nhận · số 2 · Trần Văn Ghi',
      'Đọc nội dung · cán bộ đã rời hệ thống',
    ]) {
      expect(page).toContain(shown)
    }
  })

  it('shows words as words, whatever they hold', async () => {
    const nasty = `<script>alert(1)</script><img src=x onerror="a()"> & "quoted" 'single'`
    app.desk.tips = [tipWith({}, { messages: [message('tipster', nasty)] })]
    for (const page of [await browser.text(path), await browser.text(`${path}/fragment`)]) {
      expect(page).not.toMatch(/<script>|<img/)
      expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    }
  })

  it('keeps line ends and spaces of the words as they are', async () => {
    app.desk.tips = [tipWith({}, { messages: [message('tipster', 'một\n  hai')] })]
    expect(await browser.text(path)).toContain('<p class="words" dir="auto">một\n  hai</p>')
  })

  it('shows one line for an officer who reads several times on end', async () => {
    const read = { tip: 'ABCD-2345', what: 'read', from: undefined, to: undefined } as const
    app.desk.tips = [
      tipWith(
        {},
        {
          log: [
            { ...read, id: '1', officer: 'a', at: new Date('2026-11-22T01:00:00Z') },
            { ...read, id: '2', officer: 'a', at: new Date('2026-11-22T02:00:00Z') },
            { ...read, id: '3', officer: 'b', at: new Date('2026-11-22T03:00:00Z') },
          ],
        },
      ),
    ]
    const log = /<section\s+id="tip-log"[\s\S]*?<\/section>/.exec(await browser.text(path))?.[0] ?? ''
    expect([...log.matchAll(/<time[^>]*>([^<]+)/g)].map(([, time]) => time)).toEqual([
      '22/11/2026 09:00',
      '22/11/2026 10:00',
    ])
  })

  it('that is for others is the same 404 as one that does not exist', async () => {
    app.desk.tips = [tipWith({ unit: '48' })]
    const pages = await Promise.all(
      ['/console/tips/ABCD-2345', '/console/tips/NONE-2345'].map(async (each) => {
        const response = await browser.get(each)
        return { status: response.status, text: await response.text() }
      }),
    )
    expect(pages[0]?.status).toBe(404)
    expect(pages[0]).toEqual(pages[1])
    expect((await browser.get(`${path}/fragment`)).status).toBe(404)
    for (const act of ['move', 'reply']) {
      expect((await browser.post(`${path}/${act}`, { to: 'acknowledged', text: 'x' })).status).toBe(404)
    }
    expect(app.desk.replies).toEqual([])
  })

  it.each(['%00', 'abcd-2345', 'ABCD-23456', 'ABCD2345', '%C3%81BCD-2345', 'ABCD-2345%0A'])(
    'with the code %s is a 404 for which nobody is asked',
    async (code) => {
      for (const rest of ['', '/fragment']) expect((await browser.get(`/console/tips/${code}${rest}`)).status).toBe(404)
      for (const act of ['move', 'reply'])
        expect((await browser.post(`/console/tips/${code}/${act}`, { to: 'acknowledged', text: 'x' })).status).toBe(404)
      expect(app.desk.asked).toEqual([])
    },
  )

  it('shows an administrator that this role reads no words and takes no steps', async () => {
    app.desk.tips = [tipWith({}, { messages: [message('tipster', 'lời kể')] })]
    const admin = await app.signIn(await app.addOfficer('admin', 'VN'))
    const page = await admin.text(path)
    expect(page).toContain('Vai trò này không đọc nội dung tin.')
    expect(page).toContain('Không có bước nào')
    expect(page).not.toContain('lời kể')
    expect(page).not.toContain('<textarea')
  })

  it.each([
    { hasWayBack: true, isShown: false },
    { hasWayBack: false, isShown: true },
  ])('with a way back ($hasWayBack) warns ($isShown) that it was cut', async ({ hasWayBack, isShown }) => {
    app.desk.tips = [tipWith({}, { hasWayBack })]
    expect((await browser.text(path)).includes('Không còn đường về')).toBe(isShown)
  })
})

describe('moving a tip', () => {
  it('offers the moves there are, the last one behind a second step', async () => {
    app.desk.tips = [tipWith({ status: 'resolved' })]
    const page = await browser.text(path)
    expect([...page.matchAll(/<button id="move-(\w+)"/g)].map(([, to]) => to)).toEqual(['verifying', 'closed'])
    expect(page.indexOf('<details>')).toBeLessThan(page.indexOf('id="move-closed"'))
  })

  it('comes back to the tip and says what was done', async () => {
    app.desk.tips = [tipWith()]
    const response = await browser.post(`${path}/move`, { to: 'acknowledged' })
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe(`${path}?done=moved`)
    expect(await browser.text(`${path}?done=moved`)).toContain('Đã chuyển trạng thái.')
    expect(app.desk.tips[0]?.tip.status).toBe('acknowledged')
  })

  it.each([
    { to: 'closed', isChangedMeanwhile: false, status: 409, shown: 'bước này không đi từ trạng thái hiện tại' },
    { to: 'made-up', isChangedMeanwhile: false, status: 409, shown: 'bước này không đi từ trạng thái hiện tại' },
    { to: 'acknowledged', isChangedMeanwhile: true, status: 409, shown: 'tin vừa được thay đổi' },
  ])('to $to that is refused says why on the page ($shown)', async ({ to, isChangedMeanwhile, status, shown }) => {
    app.desk.tips = [tipWith()]
    app.desk.isChangedMeanwhile = isChangedMeanwhile
    const response = await browser.post(`${path}/move`, { to })
    expect(response.status).toBe(status)
    const page = await response.text()
    expect(page).toContain(shown)
    expect(page).toContain('role="alert"')
    expect(app.desk.tips[0]?.tip.status).toBe('open')
  })

  it('is refused to a role that may not', async () => {
    app.desk.tips = [tipWith()]
    const admin = await app.signIn(await app.addOfficer('admin', 'VN'))
    const response = await admin.post(`${path}/move`, { to: 'acknowledged' })
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('vai trò của đồng chí không được làm việc này')
  })
})

describe('replying', () => {
  beforeEach(() => {
    app.desk.tips = [tipWith()]
  })

  it('says how to write for a child', async () => {
    const page = await browser.text(path)
    expect(page).toContain('Không nêu tên, không số điện thoại, không hỏi “tại sao”')
    expect(page).toContain('maxlength="2000"')
  })

  it('hands the words on, with line ends as they were typed, and comes back to the tip', async () => {
    const response = await browser.post(`${path}/reply`, { text: 'Cảm ơn em.\r\nEm không có lỗi.' })
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe(`${path}?done=replied`)
    expect(app.desk.replies).toEqual(['Cảm ơn em.\nEm không có lỗi.'])
  })

  describe('by a form that is posted twice', () => {
    const formId = async () => /name="form" value="([^"]+)"/.exec(await browser.text(path))?.[1] ?? ''

    it.each([
      ['at once', true],
      ['one after the other', false],
    ])('%s sends once and answers the same', async (_, isAtOnce) => {
      const fields = { form: await formId(), text: 'Cảm ơn em.' }
      expect(fields.form).not.toBe('')
      const press = () => browser.post(`${path}/reply`, fields)
      const answers = isAtOnce ? await Promise.all([press(), press()]) : [await press(), await press()]
      for (const answer of answers) {
        expect(answer.status).toBe(303)
        expect(answer.headers.get('Location')).toBe(`${path}?done=replied`)
      }
      expect(app.desk.replies).toEqual(['Cảm ơn em.'])
    })

    it.each([
      ['has other words', async () => ({ text: 'hai' })],
      ['is a new one', async () => ({ form: await formId() })],
      ['carries no id', async () => ({ form: '' })],
    ])('sends again when it %s', async (_, change) => {
      const fields = { form: await formId(), text: 'một' }
      await browser.post(`${path}/reply`, { ...fields, ...(await change()) })
      await browser.post(`${path}/reply`, fields)
      expect(app.desk.replies).toHaveLength(2)
    })

    it('sends the second time what was refused the first', async () => {
      const tips = app.desk.tips
      const fields = { form: await formId(), text: 'một' }
      app.desk.tips = []
      expect((await browser.post(`${path}/reply`, fields)).status).toBe(404)
      app.desk.tips = tips
      expect((await browser.post(`${path}/reply`, fields)).status).toBe(303)
      expect(app.desk.replies).toEqual(['một'])
    })
  })

  it('takes 2,000 characters even when every second one is a line end', async () => {
    const response = await browser.post(`${path}/reply`, { text: 'a\r\n'.repeat(1000) })
    expect(response.status).toBe(303)
  })

  it('that is too long says so and keeps what was typed', async () => {
    const text = `\n</textarea><script>x</script>${'ă'.repeat(2001)}`
    const response = await browser.post(`${path}/reply`, { text })
    expect(response.status).toBe(422)
    const page = await response.text()
    expect(page).toContain('Chưa gửi: dài quá 2.000 ký tự.')
    expect(page).toContain('aria-invalid="true"')
    expect(page).not.toContain('<script>')
    // The first line end after the tag is the template's; the second is what was typed.
    expect(page).toContain(`>\n\n&lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt;${'ă'.repeat(2001)}</textarea`)
    expect(app.desk.replies).toEqual([])
  })

  it('without words says so', async () => {
    const response = await browser.post(`${path}/reply`, { text: '  ' })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('chưa có nội dung')
  })
})

describe('the fragment of a tip', () => {
  it('leaves out the reply that may be half written, and the page around', async () => {
    app.desk.tips = [tipWith({}, { messages: [message('tipster', 'lời kể')] })]
    const fragment = await browser.text(`${path}/fragment`)
    expect([...fragment.matchAll(/id="([\w-]+)"\s+class="[^"]*"\s+data-live/g)].map(([, id]) => id)).toEqual([
      'tip-head',
      'tip-moves',
      'tip-thread',
      'reply-notes',
      'tip-log',
    ])
    expect(fragment).toContain('lời kể')
    expect(fragment).not.toMatch(/<textarea|<html|id="tip-notice"/)
  })
})
