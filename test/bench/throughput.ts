import { showTable } from '../../src/cli/show-table.ts'
import { loadTestKnowledge } from '../knowledge/test-answerer.ts'
import { runMain } from '../support/run-main.ts'
import { openApp, openPlatforms, type Platforms } from './open-app.ts'
import type { BenchNumbers, BenchPart } from './parts.ts'
import { createScripts } from './people.ts'
import { createPoster, telegramPost, telegramSecret, type Post } from './posts.ts'
import { createRandom } from './statutes.ts'

const echoBot = [process.execPath, '--import', './src/require-node.mjs', 'test/bench/echo-bot.ts']
/** People write for so long without being counted: the first turns of a program are slow. */
const warmUpShare = 0.1
const patienceMs = 30_000

/** One of the two bots: what takes posts. */
interface Contestant {
  readonly name: string
  open(platforms: Platforms): Promise<{ post(post: Post): Promise<number>; close(): Promise<void> }>
}

const contestants: readonly Contestant[] = [
  { name: 'ours', open: openApp },
  {
    name: 'grammY echo',
    async open({ telegram }) {
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
    },
  },
]

/** How many messages a second get from the webhook to an answer at the platform, beside a bot that only sends back. */
export const benchThroughput: BenchPart = async (numbers) => {
  const rates: { readonly name: string; readonly rate: number }[] = []
  for (const { name, open } of contestants) rates.push({ name, rate: await measure(open, numbers) })
  const [ours, theirs] = rates
  return [
    `${numbers.messages} messages on Telegram, ${numbers.atOnce} people at once, each writing again when answered`,
    ...showTable([['', 'messages/s'], ...rates.map(({ name, rate }) => [name, rate.toFixed(1)])]),
    `ours / theirs ${((ours?.rate ?? 0) / (theirs?.rate ?? 0)).toFixed(3)}`,
    'ours keeps to the pace that Telegram allows: one message a second in a chat after a few, 25 a second in all',
  ]
}

async function measure(open: Contestant['open'], { messages, atOnce, seed }: BenchNumbers): Promise<number> {
  const waiting = new Map<string, () => void>()
  const platforms = await openPlatforms((person) => waiting.get(person)?.())
  const bot = await open(platforms)
  try {
    const random = createRandom(seed)
    const questions = loadTestKnowledge()
      .entries.filter(({ locale }) => locale === 'vi')
      .flatMap((entry) => entry.questions)
    const script = createScripts(questions, random)
    let people = 0
    const warmUp = Math.ceil(messages * warmUpShare)
    let left = warmUp
    const writeOn = async (): Promise<void> => {
      while (left > 0) {
        const person = 6_000_000_000 + people++
        platforms.telegram.person(person)
        for (const text of script()) {
          if (left-- <= 0) return
          await answered(String(person), () => bot.post(telegramPost(person, text)), waiting)
        }
      }
    }
    const all = () => Promise.all(Array.from({ length: atOnce }, writeOn))
    await all()
    left = messages
    const startedAt = performance.now()
    await all()
    return (messages / (performance.now() - startedAt)) * 1_000
  } finally {
    await bot.close()
    await platforms.close()
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
