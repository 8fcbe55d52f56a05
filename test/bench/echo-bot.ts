import { serve } from '@hono/node-server'
import { Bot, webhookCallback } from 'grammy'
import { Hono } from 'hono'

/** The least that a bot can do, with the same libraries as ours: every text comes back. It keeps nothing and decides nothing. */
const { PORT, TELEGRAM_BOT_TOKEN = '', TELEGRAM_API_ROOT = '', TELEGRAM_WEBHOOK_SECRET = '' } = process.env
const bot = new Bot(TELEGRAM_BOT_TOKEN, { client: { apiRoot: TELEGRAM_API_ROOT } })
bot.on('message:text', (context) => context.reply(context.message.text))
await bot.init()
const app = new Hono()
app.post('/webhooks/telegram', webhookCallback(bot, 'hono', { secretToken: TELEGRAM_WEBHOOK_SECRET }))
app.get('/readyz', (context) => context.text('ok'))
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) })
