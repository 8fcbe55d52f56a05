import type { FakeAct } from '../support/fake-zalo-event.ts'
import type { FakeMessage } from '../support/fake-zalo-state.ts'
import type { FakeZalo } from '../support/fake-zalo.ts'
import { zaloPeople } from './cast.ts'
import { fileKindOf, isShownPicture, type SentFile } from './sent-file.ts'
import { onlySection, plainMessage, type ShownChat, type ShownMessage, type ShownWords } from './shown.ts'

/** Something that a person did; what Zalo itself shows them of it. */
interface Done {
  /** Counted with the account's messages. */
  readonly order: number
  readonly at: number
  readonly text: string
  readonly file: SentFile | undefined
  readonly note: string | undefined
  /** What the webhook answered; undefined while it has not, 0 when nobody did. */
  status: number | undefined
}

/** The Zalo phones: what they show, and what can be done on them. */
export interface ZaloPhones {
  chat(key: string): ShownChat
  say(key: string, text: string): void
  sendFile(key: string, file: SentFile): void
  follow(key: string, follows: boolean): void
  /** A file that the account (by message id) or the person (by order) sent. */
  media(id: string): Uint8Array | undefined
}

const people: Readonly<Record<string, string>> = zaloPeople
const hourMs = 3_600_000
const freeMs = 48 * hourMs
const openMs = 7 * 24 * hourMs

/** Phones on a fake Zalo, which tells by webhook what is done on them. */
export function createZaloPhones(fake: FakeZalo): ZaloPhones {
  const done = new Map<string, Done[]>()

  const idOf = (key: string): string => {
    const id = people[key]
    if (id === undefined) throw new Error('there is no such chat')
    return id
  }
  const doneBy = (id: string): Done[] => {
    const known = done.get(id) ?? []
    done.set(id, known)
    return known
  }

  function act(key: string, what: FakeAct, more: Partial<Pick<Done, 'text' | 'file' | 'note'>>): void {
    const id = idOf(key)
    const entry: Done = {
      order: fake.state.next(),
      at: fake.state.clock.now().getTime(),
      text: '',
      file: undefined,
      note: undefined,
      status: undefined,
      ...more,
    }
    doneBy(id).push(entry)
    void fake.personDoes(id, what).then((status) => (entry.status = status))
  }

  return {
    chat(key) {
      const id = idOf(key)
      const person = fake.state.people.get(id)
      const own = doneBy(id).map((entry) => ({
        order: entry.order,
        message: shownDone(entry, fake.webhook.waiting() > 0),
      }))
      const theirs = fake.messagesTo(id).map((message) => ({ order: orderOf(message), message: shownSent(message) }))
      return {
        id: key,
        isOff: person?.isFollower !== true,
        status: windowWords(person?.lastInteractionAt, person?.refusesWith, fake.state.clock.now()),
        notice: undefined,
        sections: onlySection([...own, ...theirs].sort((a, b) => a.order - b.order).map(({ message }) => message)),
      }
    },
    say: (key, text) => act(key, { text }, { text }),
    sendFile(key, file) {
      const { bytes, name, caption } = file
      const shown = { text: caption, file }
      const { kind } = fileKindOf(bytes)
      switch (kind) {
        case 'image':
          return act(key, { image: bytes, ...(caption === '' ? {} : { caption }) }, shown)
        case 'gif':
          return act(key, { gif: bytes }, { file })
        case 'audio':
          return act(key, { audio: bytes }, { file })
        case 'video':
          return act(key, { video: bytes }, { file })
        case 'file':
          return act(key, { file: bytes, fileName: name }, { file })
        default:
          kind satisfies never
      }
    },
    follow(key, follows) {
      act(key, follows ? 'follow' : 'unfollow', { note: follows ? 'note.followed' : 'note.unfollowed' })
    },
    media(id) {
      const order = /^own-(\d+)$/.exec(id)?.[1]
      if (order !== undefined)
        return [...done.values()].flat().find((entry) => entry.order === Number(order))?.file?.bytes
      const messages = [...fake.state.people.values()].flatMap((person) => person.messages)
      return messages.find((message) => message.id === id)?.file?.bytes
    },
  }
}

const orderOf = ({ id }: FakeMessage): number => Number(id.slice(id.lastIndexOf('-') + 1))

function shownDone({ order, at, text, file, note, status }: Done, someWait: boolean): ShownMessage {
  const isLost = someWait && status !== undefined && status !== 200
  return {
    ...plainMessage(`own-${order}`, note === undefined ? 'self' : 'other', text, at),
    media: file === undefined ? undefined : shownFile(`own-${order}`, file.bytes, file.name),
    note: isLost ? { key: 'note.notTaken', vars: { status } } : note === undefined ? undefined : { key: note },
  }
}

function shownSent(message: FakeMessage): ShownMessage {
  return {
    ...plainMessage(message.id, 'bot', message.text, message.at.getTime()),
    media: message.file === undefined ? undefined : shownFile(message.id, message.file.bytes, ''),
    note: message.quota === 'reply' ? undefined : { key: 'note.billed' },
  }
}

function shownFile(id: string, bytes: Uint8Array, name: string): ShownMessage['media'] {
  const { kind, mediaType } = fileKindOf(bytes)
  return { url: `/media/zalo/${id}`, kind: isShownPicture(mediaType) ? 'picture' : kind, name }
}

/** Whether the account may write, as far as the person's last interaction tells. */
function windowWords(last: Date | undefined, refusesWith: number | undefined, now: Date): ShownWords {
  if (last === undefined) return { key: 'status.never' }
  if (refusesWith !== undefined) return { key: 'status.left' }
  const since = now.getTime() - last.getTime()
  if (since <= freeMs) return { key: 'status.free', vars: { hours: Math.ceil((freeMs - since) / hourMs) } }
  if (since <= openMs) return { key: 'status.billed', vars: { hours: Math.ceil((openMs - since) / hourMs) } }
  return { key: 'status.closed' }
}
