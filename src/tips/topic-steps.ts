import type { Seal, Translate } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import { splitText } from '../core/text.ts'
import type { Card, OfficerTopic, TipTally, TopicChat } from '../core/topics.ts'
import { longestReply } from './desk-acts.ts'
import { readThread } from './thread.ts'
import type { TopicStep } from './topic-step.ts'

export interface TopicStepDeps {
  readonly storage: Pick<Storage, 'tips'>
  readonly chat: TopicChat
  readonly seal: Seal
  readonly translate: Translate
  readonly publicUrl: string
  /** The officers read the tipster's words in the topic too: then the platform can as well. */
  readonly showsWords: boolean
}

/** A card with the digest that tells it from others. */
export interface ShownCard extends Card {
  readonly digest: string
}

/** What a topic has come to; `told` is set when its note was told. */
export interface TopicChange {
  readonly state: OfficerTopic
  readonly told?: number
}

/** What a message of Telegram holds. */
const mostText = 4_096

/** Does one step and answers how the topic stands then; a topic or a card that somebody deleted is missing then. */
export function createTopicSteps(deps: TopicStepDeps) {
  const { chat, showsWords } = deps
  const words = deps.translate(deps.translate.pick(undefined))
  /** How many parts of a long message stand in the topic already. */
  const parts = new Map<string, number>()

  const post = async (state: OfficerTopic, card: Card, replyTo?: number): Promise<number | 'gone'> =>
    state.topic === undefined ? 'gone' : chat.post(state.topic, card, replyTo)
  const lost = (state: OfficerTopic): TopicChange => ({ state: { ...state, topic: undefined, card: undefined } })

  async function tellWords(tally: TipTally, state: OfficerTopic): Promise<TopicChange> {
    const { id } = tally.tip
    const isTold = { state: { ...state, announced: tally.told } }
    if (!showsWords) {
      const url = `${deps.publicUrl}/console/tips/${id}`
      const text = words('desk.newWords', { n: tally.told - state.announced, url })
      return (await post(state, { text, buttons: [] })) === 'gone' ? lost(state) : isTold
    }
    const stored = await deps.storage.tips.find(id)
    const thread = stored === undefined ? [] : await readThread(stored, deps)
    const message = thread.filter(({ author }) => author !== 'officer')[state.announced]
    if (message === undefined) return isTold
    const texts = splitText(words(`desk.words.${message.author}`, { text: message.text }), mostText)
    const done = parts.get(message.id) ?? 0
    if ((await post(state, { text: texts[done] ?? '', buttons: [] })) === 'gone') return lost(state)
    parts.set(message.id, done + 1)
    if (done + 1 < texts.length) return { state }
    parts.delete(message.id)
    return { state: { ...state, announced: state.announced + 1 } }
  }

  async function tellNote(state: OfficerTopic): Promise<TopicChange> {
    const { note } = state
    if (note === undefined) return { state }
    const because = words(`desk.unsent.${note.because}`, { most: longestReply })
    const text = note.count > 1 ? words('desk.unsent.several', { n: note.count, because }) : because
    if ((await post(state, { text, buttons: [] }, note.replyTo)) === 'gone') return lost(state)
    return { state: { ...state, note: undefined }, told: note.count }
  }

  async function setClosed(state: OfficerTopic, isClosed: boolean): Promise<TopicChange> {
    if (state.topic === undefined) return { state }
    return (await chat.setClosed(state.topic, isClosed)) === 'gone' && !isClosed
      ? lost(state)
      : { state: { ...state, isClosed } }
  }

  return async (step: TopicStep, tally: TipTally, state: OfficerTopic, card: ShownCard): Promise<TopicChange> => {
    switch (step) {
      case 'open': {
        const topic = await chat.open(tally.tip.id)
        const fresh = { chat: chat.chat, topic, card: undefined, shown: undefined, announced: 0, isClosed: false }
        return { state: { ...state, ...fresh } }
      }
      case 'card': {
        const message = await post(state, card)
        if (message === 'gone') return lost(state)
        const announced = showsWords ? state.announced : tally.told
        return { state: { ...state, card: message, shown: card.digest, announced } }
      }
      case 'edit': {
        const isGone = state.card === undefined || (await chat.edit(state.card, card)) === 'gone'
        return { state: isGone ? { ...state, card: undefined } : { ...state, shown: card.digest } }
      }
      case 'words':
        return tellWords(tally, state)
      case 'note':
        return tellNote(state)
      case 'close':
        return setClosed(state, true)
      case 'reopen':
        return setClosed(state, false)
      default:
        return step satisfies never
    }
  }
}
