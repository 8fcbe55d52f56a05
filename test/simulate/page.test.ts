import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, openBrowser } from '../support/chromium.ts'
import { freePort } from '../support/run-main.ts'
import { realContent } from '../support/test-app.ts'
import { startSimulator, type Simulator } from './simulator.ts'

const dir = mkdtempSync(join(tmpdir(), 'la-chan-simulate-test-'))
const pictures = process.env.UPDATE_SCREENSHOTS === '1' ? 'docs' : join(dir, 'pictures')

/** An element of the page as far as it is scrolled here. */
interface Scrolled {
  readonly offsetTop: number
  readonly parentElement: { scrollTop: number }
}

describe.skipIf(!hasChromium)('the simulator, in a real browser', { timeout: 120_000 }, () => {
  let simulator: Simulator
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    simulator = await startSimulator({
      port: await freePort(),
      botPort: await freePort(),
      isWebhook: false,
      dataDir: join(dir, 'data'),
      locale: 'vi',
      content: realContent(),
    })
    browser = await openBrowser()
    page = await open()
    await page.goto(simulator.pageUrl)
  })
  afterAll(async () => {
    await browser?.close()
    await simulator?.close()
    rmSync(dir, { recursive: true, force: true })
  })

  async function open(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'vi-VN' })
    context.setDefaultTimeout(15_000)
    const opened = await context.newPage()
    const own = [simulator.pageUrl, simulator.chatUrl]
    opened.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith('data:') && !own.some((each) => url.startsWith(each))) faults.push(url)
    })
    opened.on('pageerror', (error) => faults.push(error.message))
    opened.on('console', (message) => {
      const { url } = message.location()
      if (message.type() === 'error' && url.startsWith(simulator.pageUrl)) faults.push(`${message.text()} ${url}`)
    })
    return opened
  }

  const phone = (name: string): Locator => page.locator(`#${name}`)
  const said = (name: string, text: string): Locator => phone(name).locator('.message.bot').filter({ hasText: text })
  const say = async (name: string, text: string, answer: string): Promise<void> => {
    const before = await said(name, answer).count()
    await phone(name).locator('textarea').fill(text)
    await page.keyboard.press('Enter')
    await said(name, answer).nth(before).waitFor()
  }
  /** Scrolls a phone until a message of its person is at the top. */
  const putFirst = (name: string, text: string): Promise<void> =>
    phone(name)
      .locator('.message.self', { has: page.getByText(text, { exact: true }) })
      .last()
      .evaluate((message) => {
        const { parentElement: thread, offsetTop } = message as unknown as Scrolled
        thread.scrollTop = offsetTop - 10
      })
  const tap = (name: string, label: string): Promise<void> =>
    phone(name).getByRole('button', { name: label, exact: true }).last().click()
  const status = (name: string, text: string): Promise<void> =>
    phone(name).locator('.status').filter({ hasText: text }).waitFor()

  it('takes a question on Telegram and a tip on Zalo to the officer, and the answer back', async () => {
    await say('telegram', 'trẻ em là bao nhiêu tuổi', 'Luật Trẻ em 2016')
    await say('zalo', '/baotin', 'Bạn kể chuyện đang lo')
    await say('zalo', 'Bạn cùng lớp em hay bị trấn tiền ở cổng trường', 'loại nào nhất')
    for (const skipped of ['xã, phường nào', 'khi nào', 'an toàn không', 'Bạn gửi chứ'])
      await say('zalo', 'bỏ qua', skipped)
    await say('zalo', '1', 'Mã tra cứu của bạn')
    expect(await said('zalo', 'Mã tra cứu của bạn').innerText()).toMatch(/\d{4}-\d{4}-\d{4}-\d{4}/)

    const alert = said('officer', 'Tiếp nhận: http').last()
    await alert.waitFor()
    expect(await phone('officer').innerText()).not.toContain('trấn tiền')

    const desk = await open()
    await desk.goto(`${simulator.pageUrl}console`)
    await desk.locator('a[href^="/console/tips/"]').first().click()
    await desk.locator('#move-acknowledged').click()
    await desk.locator('#reply textarea').fill('Cảm ơn em. Việc này thường xảy ra vào lúc nào?')
    await desk.locator('#reply button').click()
    await said('zalo', 'thường xảy ra vào lúc nào').waitFor()
    await desk.context().close()
    await putFirst('telegram', 'trẻ em là bao nhiêu tuổi')
    await putFirst('zalo', '1')
    await page.evaluate('document.activeElement.blur()')
    await page.screenshot({ path: join(pictures, 'simulate.png') })
  })

  it('shows what was edited, a picture, and who blocked the bot or left', async () => {
    await phone('telegram').getByRole('button', { name: 'Minh' }).click()
    await say('telegram', '/start', 'Lá Chắn')
    await phone('telegram').getByRole('button', { name: 'Sửa', exact: true }).click()
    await phone('telegram').locator('textarea').fill('/help')
    await page.keyboard.press('Enter')
    await phone('telegram').locator('.self').filter({ hasText: '/help' }).filter({ hasText: 'đã sửa' }).waitFor()

    await tap('telegram', 'Ảnh mẫu có GPS')
    const picture = phone('telegram').locator('.self img')
    await picture.waitFor()
    expect(await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBe(128)
    await phone('zalo')
      .locator('input[type=file]')
      .setInputFiles({ name: 'don.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 thử') })
    await phone('zalo').locator('.self').filter({ hasText: 'don.pdf' }).waitFor()

    await tap('telegram', 'Chặn bot')
    await status('telegram', 'đã chặn bot')
    expect(await phone('telegram').locator('textarea').isDisabled()).toBe(true)
    await tap('telegram', 'Bỏ chặn bot')
    await status('telegram', 'chat riêng')
    await phone('zalo').getByRole('button', { name: 'Chi' }).click()
    await status('zalo', 'chưa nhắn lần nào')
    await tap('zalo', 'Quan tâm OA')
    await status('zalo', 'miễn phí thêm 48 giờ')
    await tap('zalo', 'Bỏ quan tâm OA')
    await status('zalo', 'đã bỏ quan tâm')
  })

  it('withholds an answer while a fault is on, and brings it when it is off', async () => {
    // Minh's picture waits for an answer of his.
    await phone('telegram').getByRole('button', { name: 'Lan' }).click()
    await page.locator('#faults summary').click()
    await page.locator('select[name=method]').selectOption('sendMessage')
    await page.locator('select[name=fault]').selectOption('500')
    await page.getByRole('button', { name: 'Bật', exact: true }).click()
    await page.locator('#fault-count').filter({ hasText: '1 đang bật' }).waitFor()
    const before = await said('telegram', 'Luật Trẻ em 2016').count()
    await phone('telegram').locator('textarea').fill('trẻ em là bao nhiêu tuổi')
    await page.keyboard.press('Enter')
    await page.locator('#log-panel summary').click()
    await page
      .locator('#log')
      .filter({ hasText: /\binbound handled\b/ })
      .waitFor()
    expect(await said('telegram', 'Luật Trẻ em 2016').count()).toBe(before)
    await page.getByRole('button', { name: /^Tắt: Telegram · sendMessage/ }).click()
    await said('telegram', 'Luật Trẻ em 2016').nth(before).waitFor()
    await page.locator('#fault-count').filter({ hasText: 'không có' }).waitFor()
  })

  it('lets the windows of Zalo pass by', async () => {
    await phone('zalo').getByRole('button', { name: 'Bình' }).click()
    await page.getByRole('button', { name: '+48 giờ' }).click()
    await page.getByRole('button', { name: '+1 giờ' }).click()
    await status('zalo', 'tin của OA bị tính phí')
    await page.getByRole('button', { name: '+7 ngày' }).click()
    await status('zalo', 'quá 7 ngày')
    await say('zalo', 'trẻ em là bao nhiêu tuổi', 'Luật Trẻ em 2016')
    await status('zalo', 'miễn phí')
  })

  it('names everything that can be used, in both languages, and fits a narrow screen', async () => {
    for (const language of ['en', 'vi']) {
      await page.goto(`${simulator.pageUrl}?lang=${language}`)
      await phone('telegram').locator('.message').first().waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      const controls = await page.locator('button:visible, select:visible, textarea, input, a:visible').all()
      expect(controls.length).toBeGreaterThan(20)
      const nameless = await page.evaluate(`[...document.querySelectorAll('button, select, textarea, input, a')]
        .filter((each) => each.textContent.trim() === '' && !each.labels?.length && !each.ariaLabel)
        .map((each) => each.outerHTML)`)
      expect(nameless).toEqual([])
    }
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    if (process.env.SHOW_NARROW !== undefined) await page.screenshot({ path: process.env.SHOW_NARROW, fullPage: true })
  })

  it('asks for nothing elsewhere and says no error', () => {
    expect(faults).toEqual([])
  })
})
