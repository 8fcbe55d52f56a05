import { Agent, request } from 'node:http'

/** One post to a webhook, and the answers that are right. */
export interface Post {
  readonly kind: string
  readonly method: 'POST' | 'GET'
  readonly raw: string | Uint8Array
  readonly headers: Readonly<Record<string, string>>
  readonly expected: readonly number[]
  /** Posted only when that one was answered. */
  readonly after?: Post
}

/** The same "random" numbers below a limit in every run. */
export type Dice = (below: number) => number

export function createDice(seed: number): Dice {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** What comes of posts, by kind: how many, and with which answers. */
export type Tally = Record<string, Record<number, number>>

const atOnce = 32
const mostTries = 5
/** What is larger may rightly be cut off. */
const large = 100_000

/** Posts all of them, some dozens at once; answers what was answered. */
export async function flood(url: string, posts: readonly Post[]): Promise<Tally> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const answered = new Map<Post, Promise<number>>()
  const tally: Tally = {}
  let next = 0
  const work = async (): Promise<void> => {
    for (let post = posts[next++]; post !== undefined; post = posts[next++]) {
      if (post.after !== undefined) await answered.get(post.after)
      const answer = deliver(url, post, agent)
      answered.set(post, answer)
      const status = await answer
      const ofKind = (tally[post.kind] ??= {})
      ofKind[status] = (ofKind[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  agent.destroy()
  return tally
}

/** 503 says that it is not stored in time, which a slow machine may do: it is posted again, as platforms do. */
async function deliver(url: string, post: Post, agent: Agent): Promise<number> {
  let status = await send(url, post, agent)
  for (let tries = 1; tries < mostTries && status === 503 && post.expected.includes(200); tries++)
    status = await send(url, post, agent)
  return status
}

/** A kept connection may have been cut meanwhile: then it is posted again, as platforms do. 0: cut off in the middle. */
function send(url: string, post: Post, agent: Agent): Promise<number> {
  const { method, raw, headers } = post
  const body = typeof raw === 'string' ? Buffer.from(raw) : raw
  return new Promise((resolve) => {
    const options = { method, agent, headers: { ...headers, 'content-length': body.length } }
    const sending = request(url, options, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
      response.once('error', () => resolve(0))
    })
    sending.once('error', () => resolve(sending.reusedSocket && body.length < large ? send(url, post, agent) : 0))
    sending.end(body)
  })
}

/** The kinds of posts whose answer was not one of those that are right. */
export function wrongAnswers(tally: Tally, posts: readonly Post[]): readonly string[] {
  const expected = new Map(posts.map((post) => [post.kind, post.expected]))
  return Object.entries(tally).flatMap(([kind, answers]) =>
    Object.entries(answers)
      .filter(([status]) => expected.get(kind)?.includes(Number(status)) !== true)
      .map(([status, count]) => `${kind}: ${count} times ${status}`),
  )
}

/** Bodies that are no event of any platform, as text. */
export function brokenBodies(dice: Dice): readonly string[] {
  const deep = 1_000 + dice(5_000)
  return [
    '',
    '{',
    'text=giả-mạo&x=1',
    '\u0000'.repeat(1 + dice(50)),
    '{"update_id":1,}',
    "{'update_id':1}",
    '['.repeat(deep),
    `{"a":${'{"a":'.repeat(deep)}`,
    '<xml>giả-mạo</xml>',
    '{"update_id":NaN}',
  ]
}

/** JSON that is an object but no event. */
export function hungKeys(id: number): Readonly<Record<string, unknown>>[] {
  const hung = { polluted: 'giả-mạo' }
  return [
    JSON.parse('{"__proto__":{"polluted":"giả-mạo","update_id":7}}') as Record<string, unknown>,
    { update_id: id, constructor: { prototype: hung } },
    { update_id: id, message: JSON.parse('{"__proto__":{"polluted":1,"text":"giả-mạo"}}') as unknown },
  ]
}
