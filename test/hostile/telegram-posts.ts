import { brokenBodies, hungKeys, type Dice, type Post } from './post.ts'

const secretHeader = 'x-telegram-bot-api-secret-token'
/** People whom nobody has ever heard of: whatever is said in their name is made up. */
const stranger = 6_660_000_000
const megabyte = 1024 * 1024

export const telegramSecret = 'Secret_of-the-webhook_0123456789'

const update = (id: number, person: number, text: string) => ({
  update_id: id,
  message: {
    message_id: id,
    date: 1_790_000_000,
    from: { id: person, is_bot: false, first_name: 'Canary', language_code: 'vi' },
    chat: { id: person, type: 'private', first_name: 'Canary' },
    text,
  },
})

/** A true update: somebody writes. */
export function telegramPost(id: number, person: number, text: string): Post {
  return truly('true', JSON.stringify(update(id, person, text)), [200])
}

function truly(kind: string, raw: string | Uint8Array, expected: readonly number[], more: Partial<Post> = {}): Post {
  const headers = { 'content-type': 'application/json', [secretHeader]: telegramSecret }
  return { kind, method: 'POST', raw, headers, expected, ...more }
}

/** Something that must do nothing; `before` are true posts that come before it. */
export function hostileTelegramPost(id: number, dice: Dice, before: readonly Post[]): Post {
  const person = stranger + dice(50)
  const lie = JSON.stringify(update(id, person, 'giả-mạo'))
  const original = before[dice(before.length)]
  const pick = <T>(list: readonly T[]): T => list[dice(list.length)] as T
  const forged = (kind: string, raw: string | Uint8Array, secret: string | undefined): Post => {
    const headers = { 'content-type': 'application/json', ...(secret === undefined ? {} : { [secretHeader]: secret }) }
    return { kind, method: 'POST', raw, headers, expected: [401] }
  }
  const wrong = pick<unknown>([null, 0, -1, 1e300, '', 'giả-mạo', [], {}, [[[]]], true])
  const { message } = update(id, person, 'giả-mạo')
  const kinds: readonly (() => Post)[] = [
    () => forged('without a secret', lie, undefined),
    () => forged('with an empty secret', lie, ''),
    () => forged('with part of the secret', lie, telegramSecret.slice(0, 1 + dice(telegramSecret.length - 1))),
    () => forged('with a letter changed', lie, `${telegramSecret.slice(0, -1)}${pick(['a', 'b', 'c'])}`),
    () => forged('with another case', lie, telegramSecret.toUpperCase()),
    () => forged('with a long secret', lie, telegramSecret.repeat(1 + dice(60)) + 'x'),
    () => forged('with a secret of elsewhere, giant', 'x'.repeat(dice(megabyte / 16)), 'elsewhere'),
    () => ({ ...forged('asked for', '', telegramSecret), method: 'GET', expected: [404] }),
    () => truly('broken', pick(brokenBodies(dice)), [400]),
    () => truly('cut off', lie.slice(0, dice(Buffer.byteLength(lie) / 2)), [400]),
    () =>
      truly(
        'bytes',
        Uint8Array.from({ length: 1 + dice(300) }, () => 128 + dice(128)),
        [400],
      ),
    () => truly('no object', pick(['null', '7', '"giả-mạo"', '[]', '[{"update_id":1}]', 'true']), [400]),
    () => truly('without an id', JSON.stringify({ ...update(id, person, 'giả-mạo'), update_id: wrong || -1 }), [400]),
    () => truly('a wrong message', JSON.stringify({ update_id: id, message: wrong }), [200]),
    () => truly('a wrong chat', JSON.stringify({ update_id: id, message: { ...message, chat: wrong } }), [200]),
    () =>
      truly('a wrong person', JSON.stringify({ update_id: id, message: { ...message, chat: { id: wrong } } }), [200]),
    () => truly('wrong words', JSON.stringify({ update_id: id, message: { ...message, text: [wrong] } }), [200]),
    () => truly('a wrong tap', JSON.stringify({ update_id: id, callback_query: { id: wrong, data: wrong } }), [200]),
    () =>
      truly(
        'a group',
        JSON.stringify({ update_id: id, message: { ...message, chat: { id: -person, type: 'group' } } }),
        [200],
      ),
    () =>
      truly(
        'a machine',
        JSON.stringify({ update_id: id, message: { ...message, from: { id: 9, is_bot: true } } }),
        [200],
      ),
    () =>
      truly('an unknown event', JSON.stringify({ update_id: id, [pick(['poll', 'my_chat_member', 'x'])]: {} }), [200]),
    () => truly('hung keys', JSON.stringify(pick(hungKeys(id))), [200, 400]),
    () => truly('deep', `{"update_id":${id},"x":${'['.repeat(9_000)}${']'.repeat(9_000)}}`, [200]),
  ]
  const again: readonly ((first: Post) => Post)[] = [
    (first) => truly('a replay', first.raw, [200], { after: first }),
    (first) => truly('a twin', first.raw, [200]),
    (first) => truly('another body', lie.replace(String(id), String(idOf(first))), [200], { after: first }),
    (first) =>
      truly('another type', first.raw, [200], {
        after: first,
        headers: { [secretHeader]: telegramSecret, 'content-type': pick(['text/plain', 'multipart/form-data', 'x']) },
      }),
    (first) => forged('a replay with a wrong secret', first.raw, 'elsewhere'),
  ]
  if (dice(200) === 0) return truly('giant', `{"update_id":${id},"x":"${'x'.repeat(megabyte)}"}`, [413, 0])
  const index = dice(kinds.length + again.length)
  return index < kinds.length || original === undefined
    ? pick(kinds)()
    : (again[index - kinds.length] as (typeof again)[number])(original)
}

const idOf = ({ raw }: Post) => (JSON.parse(String(raw)) as { readonly update_id: number }).update_id
