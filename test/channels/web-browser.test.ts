import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { ServerType } from '@hono/node-server'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openWebChat } from './web-chat.ts'
import type { WebChat } from './web-chat.ts'

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const phone = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true }

/** The page in a real browser, which is asked for by CHROMIUM and left out where there is none. */
describe.skipIf(!existsSync(executablePath))('in a browser', { timeout: 30_000 }, () => {
  let browser: Browser
  let chat: WebChat
  let server: ServerType
  let url: string
  let page: Page
  let isDown = false
  let foreign: string[]
  let faults: string[]

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
  }, 30_000)
  afterAll(() => browser.close())

  beforeEach(async () => {
    isDown = false
    chat = await openWebChat()
    chat.script = async ({ text }, say) => {
      if (text === '/baotin') {
        await say('Loại nào?', {
          quickReplies: [
            { label: 'Trên mạng', value: 'online' },
            { label: 'Khác', value: 'other' },
          ],
        })
      } else if (text === 'online') await say('Mã tra cứu: 1234-5678-9012-3456')
      else
        await say(`Trả lời: ${text}\n<b>dòng hai</b>`, {
          citations: [{ document: 'Luật A', article: '5', title: 'Tên điều' }],
        })
    }
    server = serve({
      port: 0,
      hostname: '127.0.0.1',
      async fetch(request) {
        if (isDown && request.method === 'POST') return new Response('down', { status: 502 })
        const route = chat.channel.routes.find(
          (each) => each.method === request.method && each.path === new URL(request.url).pathname,
        )
        return route === undefined ? new Response(null, { status: 404 }) : route.handle(request, '127.0.0.1')
      },
    })
    await new Promise((resolve) => server.once('listening', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    page = await open({})
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    await chat.close()
    await new Promise((resolve) => server.close(resolve))
  })

  async function open(options: { javaScriptEnabled?: boolean }): Promise<Page> {
    const context = await browser.newContext({ ...phone, ...options, locale: 'vi-VN' })
    const opened = await context.newPage()
    foreign = []
    faults = []
    opened.on('request', (request) => request.url().startsWith(url) || foreign.push(request.url()))
    opened.on('pageerror', (error) => faults.push(error.message))
    opened.on('console', (message) => message.text().includes('Content Security Policy') && faults.push(message.text()))
    await opened.route(/^https:/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      await route.fulfill({ contentType: 'text/html', body: 'a neutral page' })
    })
    return opened
  }
  const type = async (text: string) => {
    await page.fill('#text', text)
    await page.keyboard.press('Enter')
  }
  const bubbles = () => page.locator('.words').allTextContents()

  it('asks, taps and copies on a narrow phone, and keeps words nowhere', async () => {
    await page.goto(`${url}?ref=XA-01`)
    expect(chat.received).toEqual([])
    await page.getByRole('button', { name: 'Báo tin' }).tap()
    await page.getByRole('button', { name: 'Trên mạng' }).tap()
    await page.locator('.copy').waitFor()
    expect(await bubbles()).toEqual(['Báo tin', 'Loại nào?', 'Trên mạng', 'Mã tra cứu: 1234-5678-9012-3456'])
    expect(await page.locator('.reply:visible').count()).toBe(0)
    await page.locator('.copy').tap()
    await page.getByText('Đã chép').first().waitFor()
    await type('câu hỏi bí mật')
    await page.locator('summary').tap()
    expect(await page.locator('.sources li').innerText()).toBe('Luật A, Điều 5\nTên điều')
    expect(await page.locator('.words').last().innerText()).toBe('Trả lời: câu hỏi bí mật\n<b>dòng hai</b>')
    expect(chat.received.map(({ text, ref }) => [text, ref])).toEqual([
      ['/baotin', 'XA-01'],
      ['online', undefined],
      ['câu hỏi bí mật', undefined],
    ])
    expect(page.url()).toBe(url)
    expect(await page.evaluate('[Object.keys(sessionStorage), localStorage.length, document.cookie]')).toEqual([
      ['session'],
      0,
      '',
    ])
    expect(
      await page.evaluate('[document.documentElement, document.querySelector("#scroll")].map((e) => e.scrollWidth)'),
    ).toEqual([320, 320])
    expect([foreign, faults]).toEqual([[], []])
  })

  it('gives the words back when the network fails and sends them once', async () => {
    await page.goto(url)
    await type('trước')
    await page.getByText('Trả lời: trước').waitFor()
    isDown = true
    await type('Lời kể dài')
    await page.locator('.again').waitFor()
    expect(await page.inputValue('#text')).toBe('Lời kể dài')
    isDown = false
    await page.locator('.again').tap()
    await page.getByText('Trả lời: Lời kể dài').waitFor()
    expect(await page.inputValue('#text')).toBe('')
    expect(await page.locator('.own').allTextContents()).toHaveLength(2)
    expect(chat.received.filter(({ text }) => text === 'Lời kể dài')).toHaveLength(1)
  })

  it('shows what an officer writes, and the thread again after a reload', async () => {
    await page.goto(url)
    await type('xin chào')
    await page.getByText('Trả lời:').waitFor()
    const address = chat.received[0]?.from ?? 'web:'
    await chat.channel.send({
      to: address,
      text: 'Cán bộ hỏi',
      priority: 'tip',
      quickReplies: [{ label: 'Có', value: 'co' }],
    })
    await page.getByText('Cán bộ hỏi').waitFor()
    await page.reload()
    await page.getByText('Cán bộ hỏi').waitFor()
    expect(await bubbles()).toEqual(['Trả lời: xin chào\n<b>dòng hai</b>', 'Cán bộ hỏi'])
    await page.getByRole('button', { name: 'Có' }).tap()
    await page.getByText('Trả lời: co').waitFor()
  })

  it('says that the session is over and starts a new one with the same words', async () => {
    await page.goto(url)
    await type('một')
    await page.getByText('Trả lời: một').waitFor()
    chat.clock.forward(13 * 60 * 60 * 1000)
    await type('hai')
    await page.getByRole('alert').getByText('khép lại').waitFor()
    expect(await page.inputValue('#text')).toBe('hai')
    await page.locator('.send').tap()
    await page.getByText('Trả lời: hai').waitFor()
    expect(await bubbles()).toHaveLength(4)
  })

  it.each([
    [
      'the button, which empties the page in the same moment',
      async () =>
        expect(await page.evaluate('document.getElementById("exit").click(), document.body.childNodes.length')).toBe(0),
    ],
    ['Esc twice', async () => (await page.keyboard.press('Escape'), page.keyboard.press('Escape'))],
  ])('is left at once by %s, with nothing behind the Back button', async (_, leave) => {
    await page.goto(url)
    await type('bí mật')
    await page.getByText('Trả lời: bí mật').waitFor()
    let answer = () => {}
    chat.script = () => new Promise<void>((resolve) => (answer = resolve))
    await type('đang đợi')
    await vi.waitFor(() => expect(chat.received).toHaveLength(2))
    await leave()
    answer()
    await page.getByText('a neutral page').waitFor()
    await page.goBack()
    expect(page.url()).toBe('about:blank')
    await page.goto(url)
    expect(await page.evaluate('sessionStorage.length')).toBe(0)
    expect(await page.locator('#welcome').isVisible()).toBe(true)
  })

  it.each(['Thoát nhanh!', 'stop'])('is left at once by "%s", which the bot is told', async (word) => {
    await page.goto(url)
    await type('bí mật')
    await page.getByText('Trả lời: bí mật').waitFor()
    const session = await page.evaluate('sessionStorage.getItem("session")')
    await page.fill('#text', word)
    await page.keyboard.press('Enter')
    await page.getByText('a neutral page').waitFor()
    await vi.waitFor(() => expect(chat.received).toHaveLength(2))
    expect(chat.received[1]).toMatchObject({ text: '/thoat', from: `web:${String(session)}` })
    await page.goBack()
    expect(page.url()).toBe('about:blank')
    await page.goto(url)
    expect(await page.evaluate('sessionStorage.length')).toBe(0)
    expect(await page.locator('#welcome').isVisible()).toBe(true)
  })

  it('is left by a word even while an answer is awaited, and before anything was said', async () => {
    await page.goto(url)
    await type('thoát')
    await page.getByText('a neutral page').waitFor()
    expect(chat.received).toEqual([])
    await page.goto(url)
    let answer = () => {}
    chat.script = () => new Promise<void>((resolve) => (answer = resolve))
    await type('đang đợi')
    await vi.waitFor(() => expect(chat.received).toHaveLength(1))
    await type('thoát')
    await page.getByText('a neutral page').waitFor()
    answer()
  })

  it('stays when Esc is pressed once and again much later', async () => {
    await page.goto(url)
    await page.keyboard.press('Escape')
    await page.waitForTimeout(1_100)
    await page.keyboard.press('Escape')
    await page.waitForTimeout(200)
    expect(page.url()).toBe(url)
  })

  it('changes its language and keeps what is typed', async () => {
    await page.goto(url)
    await type('xin chào')
    await page.getByText('Trả lời:').waitFor()
    await page.fill('#text', 'đang viết')
    await page.locator('.lang').tap()
    await page.locator('#exit', { hasText: 'Quick exit' }).waitFor()
    expect(await page.inputValue('#text')).toBe('đang viết')
    expect(await bubbles()).toHaveLength(2)
    await page.locator('.send').tap()
    await page.getByText('Trả lời: đang viết').waitFor()
    expect(chat.received.map(({ locale }) => locale)).toEqual(['vi', 'en'])
  })

  it('serves a browser without JavaScript', async () => {
    page = await open({ javaScriptEnabled: false })
    await page.goto(url)
    await page.getByRole('button', { name: 'Báo tin' }).tap()
    await page.getByRole('button', { name: 'Trên mạng' }).tap()
    await page.locator('.code').waitFor()
    expect(await page.locator('.code').innerText()).toBe('1234-5678-9012-3456')
    expect(await page.locator('.words').last().isVisible()).toBe(true)
    expect(chat.received.map(({ text }) => text)).toEqual(['/baotin', 'online'])
  })
})
