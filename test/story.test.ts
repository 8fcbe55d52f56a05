import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, openBrowser } from './support/chromium.ts'
import { findCanaries } from './media/canaries.ts'
import { filesIn, findLeaks } from './support/find-leaks.ts'
import { photo, photoCanaries } from './support/photo.ts'
import { runMain, type RunningMain } from './support/run-main.ts'

/** The pictures of the README: made anew with UPDATE_SCREENSHOTS=1. */
const pictures = process.env.UPDATE_SCREENSHOTS === '1' ? 'docs' : mkdtempSync(join(tmpdir(), 'la-chan-pictures-'))
const dataDir = mkdtempSync(join(tmpdir(), 'la-chan-story-'))
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, locale: 'vi-VN' }
const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, locale: 'vi-VN' }

const words = 'Bạn cùng lớp em hay bị mấy anh lớp trên trấn tiền ở cổng trường'

describe.skipIf(!hasChromium)('the whole story, in real browsers', () => {
  let main: RunningMain
  const browsers: Browser[] = []
  const requests: string[] = []

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    main = await runMain({ DATA_DIR: dataDir })
    browsers.push(await openBrowser(), await openBrowser(), await openBrowser())
  })
  afterAll(async () => {
    await Promise.all(browsers.map((browser) => browser.close()))
    await main?.end('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
    if (pictures !== 'docs') rmSync(pictures, { recursive: true, force: true })
  })

  const open = async (browser: number, options: BrowserContextOptions): Promise<Page> => {
    const context = await browsers[browser]?.newContext(options)
    if (context === undefined) throw new Error('no browser')
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    page.on('request', (request) => requests.push(request.url()))
    page.on('pageerror', (error) => requests.push(`error: ${error.message}`))
    return page
  }
  const say = async (page: Page, text: string, answer: string | RegExp): Promise<void> => {
    await page.fill('#text', text)
    await page.keyboard.press('Enter')
    await page.locator('#log .bot').filter({ hasText: answer }).last().waitFor()
  }
  const choose = async (page: Page, label: string, answer: string | RegExp): Promise<void> => {
    await page.locator('#log').getByRole('button', { name: label, exact: true }).last().click()
    await page.locator('#log .bot').filter({ hasText: answer }).last().waitFor()
  }
  const picture = (page: Page, name: string) => page.screenshot({ path: join(pictures, `${name}.png`) })

  it('goes from a question to a tip, to the officer, and back by receipt from a third browser', async () => {
    // A student with a phone asks, then reports.
    const student = await open(0, phone)
    await student.goto(main.url)
    await picture(student, 'chat-welcome-360')
    await say(student, 'trẻ em là bao nhiêu tuổi', 'Trẻ em là người dưới 16 tuổi')
    await student.locator('#log details.sources').last().locator('summary').click()
    expect(await student.locator('#log details.sources').last().innerText()).toContain('Luật Trẻ em 2016')
    await picture(student, 'chat-answer-360')
    await choose(student, 'Báo tin', 'Bạn kể chuyện đang lo')
    await say(student, words, 'loại nào nhất')
    await choose(student, 'Bị bắt nạt ở trường', 'xã, phường nào')
    await say(student, 'xã Sông Mây, Hà Nội', 'khi nào')
    await choose(student, 'Mấy ngày nay', 'an toàn không')
    await choose(student, 'An toàn', 'Bạn gửi chứ')
    await choose(student, 'Gửi', 'Mã tra cứu của bạn')
    const receipt = /\d{4}-\d{4}-\d{4}-\d{4}/.exec(await student.locator('#log').innerText())?.[0] ?? ''
    expect(receipt).not.toBe('')
    await picture(student, 'chat-receipt-360')

    // The officer signs in by the link that was printed, sees the tip, takes it and answers.
    const link = /http:\/\/\S+\/console\/sign-in\?token=\S+/.exec(main.output())?.[0] ?? ''
    const officer = await open(1, desktop)
    await officer.goto(link)
    const row = officer.locator('[data-live], main').locator('a[href^="/console/tips/"]').first()
    await row.waitFor()
    await picture(officer, 'console-tips-1280')
    await row.click()
    await officer.getByText(words).waitFor()
    expect(await officer.content()).not.toContain(receipt)
    await officer.locator('#move-acknowledged').click()
    await student.locator('#log .bot').filter({ hasText: 'Đã có cán bộ nhận tin của bạn' }).waitFor()
    await officer.locator('#reply textarea').fill('Cảm ơn em. Việc này thường xảy ra vào lúc nào?')
    await officer.locator('#reply button').click()
    // The student's page was open all the time and shows the answer without a reload.
    await student.locator('#log .bot').filter({ hasText: 'thường xảy ra vào lúc nào' }).waitFor()
    await picture(student, 'chat-reply-360')
    await officer.getByText('thường xảy ra vào lúc nào').first().waitFor()
    await picture(officer, 'console-tip-1280')

    // The student answers by typing the number of the button under it.
    await say(student, '1', 'điều muốn nói thêm')
    await say(student, 'Thường là giờ ra chơi', 'Đã gửi thêm cho cán bộ')
    await officer.getByText('Thường là giờ ra chơi').waitFor()

    // A third browser finds it by receipt, writes more, and the officer's open page shows that.
    const elsewhere = await open(2, desktop)
    await elsewhere.goto(main.url)
    await say(elsewhere, `/ma ${receipt}`, 'Bạn muốn làm gì tiếp')
    expect(await elsewhere.locator('#log').innerText()).toContain('thường xảy ra vào lúc nào')
    await picture(elsewhere, 'chat-receipt-1280')
    await say(elsewhere, 'Lúc tan học buổi chiều, gần cổng sau', 'Đã gửi thêm cho cán bộ')
    await officer.getByText('Lúc tan học buổi chiều').waitFor()
    await officer.goto(`${main.url}/console/reach`)
    await picture(officer, 'console-reach-1280')

    // A tip of nothing but a photo, whose place and owner reach nobody.
    const sender = await open(2, phone)
    await sender.goto(main.url)
    const button = await sender.locator('.attach').boundingBox()
    expect(Math.min(button?.width ?? 0, button?.height ?? 0)).toBeGreaterThanOrEqual(44)
    await sender.locator('#files').setInputFiles({ name: 'canary-name.jpg', mimeType: 'image/jpeg', buffer: photo() })
    await sender.locator('#log .own').filter({ hasText: '1 ảnh đã gửi' }).waitFor()
    await sender.locator('#log .bot').filter({ hasText: 'Đã nhận tệp' }).waitFor()
    for (const next of ['loại nào nhất', 'xã, phường nào', 'khi nào', 'an toàn không', 'Kèm: 1 ảnh'])
      await choose(sender, 'Bỏ qua', next)
    await choose(sender, 'Gửi', 'Mã tra cứu của bạn')
    await officer.goto(`${main.url}/console`)
    const links = await officer.locator('a[href^="/console/tips/"]').all()
    for (const path of await Promise.all(links.map((link) => link.getAttribute('href')))) {
      await officer.goto(`${main.url}${path}`)
      if ((await officer.locator('.files').count()) > 0) break
    }
    const hidden = officer.locator('.files img')
    expect(await hidden.isVisible()).toBe(false)
    await officer.locator('.files summary').click()
    await hidden.waitFor()
    await officer.waitForFunction('document.querySelector(".files img").naturalWidth > 0')
    const shown = await (await officer.request.get(`${main.url}${await hidden.getAttribute('src')}`)).body()
    const places = [
      ...filesIn(dataDir),
      { place: 'log', bytes: Buffer.from(main.output()) },
      { place: 'officer', bytes: shown },
    ]
    expect(findLeaks(places, [...photoCanaries, 'canary-name'])).toEqual([])
    expect([...findCanaries(shown)]).toEqual([])
    expect(photoCanaries.filter((canary) => !photo().includes(canary))).toEqual([])

    // The link was good once; nothing left this machine; no page had a fault.
    await officer.context().clearCookies()
    await officer.goto(link)
    await officer.waitForURL((url) => !url.search.includes('token') || url.pathname.includes('sign-in'))
    await officer.goto(`${main.url}/console`)
    expect(officer.url()).toContain('signed-out')
    expect(requests.filter((url) => !url.startsWith(main.url))).toEqual([])
  }, 120_000)
})
