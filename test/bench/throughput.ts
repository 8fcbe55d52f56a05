import { showTable } from '../../src/cli/show-table.ts'
import { loadTestKnowledge } from '../knowledge/test-answerer.ts'
import { runMain } from '../support/run-main.ts'
import { createWebClient, type WebClient } from '../support/web-client.ts'
import { openApp, openPlatforms, type Platforms } from './open-app.ts'
import type { BenchNumbers, BenchPart } from './parts.ts'
import { createScripts } from './people.ts'
import { createPoster, telegramPost, telegramSecret, type Post } from './posts.ts'
import { createRandom } from './statutes.ts'

const echoBot = [process.execPath, '--import', './src/require-node.mjs', 'test/bench/echo-bot.ts']
/** People write for so long without being counted: the first turns of a program are slow. */
const warmUpShare = 0.1
const patienceMs = 30_000

/** A bot in a process of its own. */
interface Contestant {
  readonly doors: readonly Door[]
  close(): Promise<void>
}

interface Door {
  readonly name: string
  /** Resolves when somebody has got an answer. */
  say(person: number, text: string): Promise<void>
}

/** How many messages a second get from the door to an answer, beside a bot that only sends back. */
export const benchThroughput: BenchPart = async (numbers) => {
  const rates: { readonly name: string; readonly rate: number }[] = []
  for (const open of [openOurs, openEcho]) {
    const { doors, close } = await open()
    try {
      for (const { name, say } of doors) rates.push({ name, rate: await measure(say, numbers) })
    } finally {
      await close()
    }
  }
  const echo = rates.at(-1)?.rate ?? 0
  return [
    `${numbers.messages} messages, ${numbers.atOnce} people at once, each writing again when answered`,
    ...showTable([
      ['', 'messages/s', 'ratio to the echo'],
      ...rates.map(({ name, rate }) => [name, rate.toFixed(1), (rate / echo).toFixed(3)]),
    ]),
    'on Telegram ours keeps to the pace that is allowed: one message a second in a chat after a few, 25 a second in all',
  ]
}

async function measure(say: Door['say'], { messages, atOnce, seed }: BenchNumbers): Promise<number> {
  const questions = loadTestKnowledge()
    .entries.filter(({ locale }) => locale === 'vi')
    .flatMap((entry) => entry.questions)
  const script = createScripts(questions, createRandom(seed))
  let people = 0
  let left = Math.ceil(messages * warmUpShare)
  const writeOn = async (): Promise<void> => {
    while (left > 0) {
      const person = 6_000_000_000 + people++
      for (const text of script()) {
        if (left-- <= 0) return
        await say(person, text)
      }
    }
  }
  const all = () => Promise.all(Array.from({ length: atOnce }, writeOn))
  await all()
  left = messages
  const startedAt = performance.now()
  await all()
  return (messages / (performance.now() - startedAt)) * 1_000
}

/** The program as `npm start` runs it. */
async function openOurs(): Promise<Contestant> {
  const telegram = await openTelegram(openApp)
  const clients = new Map<number, WebClient>()
  return {
    doors: [
      {
        name: 'ours, on the web page',
        async say(person, text) {
          const client = clients.get(person) ?? createWebClient(() => telegram.bot.url)
          clients.set(person, client)
          if ((await client.say(text)).length === 0) throw new Error('a message was not answered')
        },
      },
      { name: 'ours, on Telegram', say: telegram.say },
    ],
    close: telegram.close,
  }
}

async function openEcho(): Promise<Contestant> {
  const { say, close } = await openTelegram(async ({ telegram }) => {
    const env = {
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      TELEGRAM_WEBHOOK_SECRET: telegramSecret,
    }
    const main = await runMain(env, echoBot)
    const { post, close } = createPoster(main.url)
    return {
      post,
      async close() {
        close()
        await main.end('SIGKILL')
      },
    }
  })
  return { doors: [{ name: 'grammY echo', say }], close }
}

interface PostedTo {
  post(post: Post): Promise<number>
  close(): Promise<void>
}

/** A Telegram on this machine and a bot that gets its webhook posts and answers there. */
async function openTelegram<Bot extends PostedTo>(
  openBot: (platforms: Platforms) => Promise<Bot>,
): Promise<{ readonly bot: Bot; say: Door['say']; close(): Promise<void> }> {
  const waiting = new Map<string, () => void>()
  const platforms = await openPlatforms((person) => waiting.get(person)?.())
  const bot = await openBot(platforms)
  return {
    bot,
    say(person, text) {
      platforms.telegram.person(person)
      return answered(String(person), () => bot.post(telegramPost(person, text)), waiting)
    },
    async close() {
      await bot.close()
      await platforms.close()
    },
  }
}

/** Resolves when something was said to that person after the post, and the post was acknowledged. */
async function answered(person: string, post: () => Promise<number>, waiting: Map<string, () => void>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  waiting.set(person, resolve)
  const timer = setTimeout(() => reject(new Error('a message was not answered')), patienceMs)
  try {
    const [status] = await Promise.all([post(), promise])
    if (status !== 200) throw new Error(`a post was answered ${status}`)
  } finally {
    clearTimeout(timer)
    waiting.delete(person)
  }
}
