import { eventOfAct } from '../support/fake-zalo-event.ts'
import type { FakeState } from '../support/fake-zalo-state.ts'
import { signEvent } from '../support/fake-zalo-webhook.ts'
import { brokenBodies, hungKeys, type Dice, type Post } from './post.ts'

const stranger = 6_660_000_000
const timestamp = '1790000000123'
const kilobyte = 1024

/** A true event: somebody writes. */
export function zaloPost(person: string, text: string, state: FakeState): Post {
  return truly('true', JSON.stringify(eventOfAct(person, { text }, 'http://127.0.0.1:9', state)), [200], state)
}

function truly(
  kind: string,
  raw: string,
  expected: readonly number[],
  state: FakeState,
  more: Partial<Post> = {},
): Post {
  const written = /"timestamp":"(\d+)"/.exec(raw)?.[1] ?? ''
  const headers = { 'content-type': 'application/json', 'x-zevent-signature': signEvent(raw, written, state) }
  return { kind, method: 'POST', raw, headers, expected, ...more }
}

/** Something that must do nothing; `before` are true posts that come before it. */
export function hostileZaloPost(id: number, dice: Dice, before: readonly Post[], state: FakeState): Post {
  const person = String(stranger + dice(50))
  const original = before[dice(before.length)]
  const pick = <T>(list: readonly T[]): T => list[dice(list.length)] as T
  const head = { app_id: state.appId, timestamp }
  const sent = (message: unknown, sender: unknown = { id: person }) =>
    JSON.stringify({ ...head, event_name: 'user_send_text', sender, recipient: { id: state.oaId }, message })
  const lie = sent({ msg_id: `lie-${id}`, text: 'giả-mạo' })
  const leaving = JSON.stringify({ ...head, event_name: 'user_withdraw', user_id: person })
  const forged = (kind: string, raw: string, signature: string | undefined): Post => {
    const headers = signature === undefined ? {} : { 'x-zevent-signature': signature }
    return { kind, method: 'POST', raw, headers, expected: [401] }
  }
  const real = (raw: string) => signEvent(raw, timestamp, state)
  const wrong = pick<unknown>([null, 0, -1, 1e300, 'giả-mạo', [], {}, [[[]]], true])
  const body = pick([lie, leaving])
  const kinds: readonly (() => Post)[] = [
    () => forged('without a signature', body, undefined),
    () => forged('with an empty signature', body, pick(['', 'mac=', 'mac= '])),
    () => forged('with zeroes', body, `mac=${'0'.repeat(64)}`),
    () => forged('with the app’s secret', body, signEvent(body, timestamp, { ...state, oaSecret: state.appSecret })),
    () => forged('with another time', body, signEvent(body, '1', state)),
    () => forged('with another body', body, real(`${body} `)),
    () => forged('without its name', body, real(body).slice(4)),
    () => forged('with a part', body, real(body).slice(0, 4 + dice(63))),
    () => forged('with a long signature', body, `mac=${'ab'.repeat(dice(3_000))}`),
    () => ({ ...forged('asked for', '', real('')), method: 'GET', expected: [404] }),
    () => truly('broken', pick(brokenBodies(dice)), [401], state),
    () => truly('cut off', lie.slice(0, dice(lie.length - 1)), [401], state),
    () => truly('no object', pick(['null', '7', '"giả-mạo"', '[]', 'true']), [401], state),
    () => truly('a wrong time', JSON.stringify({ ...JSON.parse(lie), timestamp: [wrong] }), [401], state),
    () => truly('a wrong message', sent([wrong], wrong), [200], state),
    () => truly('wrong words', sent({ msg_id: `lie-${id}`, text: [wrong] }, { id: [wrong] }), [200], state),
    () => truly('a wrong sender', sent({ msg_id: `lie-${id}`, text: 'x' }, wrong), [200], state),
    () => truly('a wrong name', JSON.stringify({ ...head, event_name: wrong }), [200], state),
    () =>
      truly(
        'an unknown event',
        JSON.stringify({ ...head, event_name: `x_${dice(99)}`, user_id: person }),
        [200],
        state,
      ),
    () =>
      truly(
        'a receipt',
        JSON.stringify({ ...head, event_name: 'user_seen_message', recipient: { id: person } }),
        [200],
        state,
      ),
    () => truly('hung keys', JSON.stringify({ ...pick(hungKeys(id)), ...head }), [200], state),
    () => truly('deep', `{"timestamp":"${timestamp}","x":${'['.repeat(9_000)}${']'.repeat(9_000)}}`, [200], state),
  ]
  const again: readonly ((first: Post) => Post)[] = [
    (first) => ({ ...first, kind: 'a replay', after: first }),
    (first) => ({ ...first, kind: 'a twin' }),
    (first) =>
      truly('another body', sent({ msg_id: messageIdOf(first), text: 'giả-mạo' }), [200], state, { after: first }),
    (first) => ({
      ...first,
      kind: 'another type',
      after: first,
      headers: { ...first.headers, 'content-type': pick(['text/plain', 'multipart/form-data', 'x']) },
    }),
    (first) => ({ ...first, kind: 'a replay that was changed', raw: `${String(first.raw)} `, expected: [401] }),
  ]
  if (dice(200) === 0) return truly('giant', `{"timestamp":"1","x":"${'x'.repeat(256 * kilobyte)}"}`, [413, 0], state)
  const index = dice(kinds.length + again.length)
  return index < kinds.length || original === undefined
    ? pick(kinds)()
    : (again[index - kinds.length] as (typeof again)[number])(original)
}

const messageIdOf = ({ raw }: Post) =>
  (JSON.parse(String(raw)) as { readonly message: { readonly msg_id: string } }).message.msg_id
