import { bad, chatOf, messageMethods, mostDownloadBytes, type FakeMethod } from './fake-telegram-messages.ts'
import { bot, type FakeChat, type FakeState, type FakeTopic } from './fake-telegram-state.ts'
import { textOf, type FakePayload } from './fake-telegram-body.ts'

const linkMs = 3_600_000
const mostTopicName = 128
const mostDescription = 512

const forumMethods: Readonly<Record<string, FakeMethod>> = {
  createForumTopic(payload, state) {
    const chat = forumOf(payload, state)
    const name = textOf(payload.fields.name)
    if (name === '' || name.length > mostTopicName) throw bad('TOPIC_TITLE_EMPTY')
    const id = ++chat.lastMessage
    chat.topics.set(id, { name, isClosed: false })
    return { message_thread_id: id, name, icon_color: 7_322_096 }
  },
  closeForumTopic: (payload, state) => setClosed(payload, state, true),
  reopenForumTopic: (payload, state) => setClosed(payload, state, false),
  deleteForumTopic(payload, state) {
    const chat = forumOf(payload, state)
    const id = Number(payload.fields.message_thread_id)
    topicOf(chat, id)
    chat.topics.delete(id)
    for (const message of chat.messages.values()) if (message.topic === id) chat.messages.delete(message.id)
    return true
  },
}

function forumOf(payload: FakePayload, state: FakeState): FakeChat {
  const chat = chatOf(payload, state)
  if (!chat.isForum) throw bad('the chat is not a forum')
  return chat
}

function topicOf(chat: FakeChat, id: number): FakeTopic {
  const topic = chat.topics.get(id)
  if (topic === undefined) throw bad('message thread not found')
  return topic
}

function setClosed(payload: FakePayload, state: FakeState, isClosed: boolean): true {
  const topic = topicOf(forumOf(payload, state), Number(payload.fields.message_thread_id))
  if (topic.isClosed === isClosed) throw bad('TOPIC_NOT_MODIFIED')
  topic.isClosed = isClosed
  return true
}

const profileKey = ({ fields }: FakePayload) =>
  `${(fields.scope as { type?: string } | undefined)?.type ?? 'default'}/${typeof fields.language_code === 'string' ? fields.language_code : ''}`

const profileMethods: Readonly<Record<string, FakeMethod>> = {
  getMe: () => bot,
  setMyCommands(payload, state) {
    const commands = payload.fields.commands as readonly { command: string; description: string }[]
    const isGood =
      Array.isArray(commands) &&
      commands.length <= 100 &&
      commands.every(
        ({ command, description }) =>
          /^[a-z0-9_]{1,32}$/.test(command) && description.length >= 1 && description.length <= 256,
      )
    if (!isGood) throw bad('BOT_COMMAND_INVALID')
    state.commands.set(profileKey(payload), commands)
    return true
  },
  getMyCommands: (payload, state) => state.commands.get(profileKey(payload)) ?? [],
  deleteMyCommands: (payload, state) => state.commands.delete(profileKey(payload)) || true,
  setMyDescription(payload, state) {
    const description = textOf(payload.fields.description)
    if (description.length > mostDescription) throw bad('BOT_DESCRIPTION_INVALID')
    state.descriptions.set(profileKey(payload), description)
    return true
  },
  getMyDescription: (payload, state) => ({ description: state.descriptions.get(profileKey(payload)) ?? '' }),
}

const otherMethods: Readonly<Record<string, FakeMethod>> = {
  answerCallbackQuery({ fields }, state) {
    const query = state.queries.get(String(fields.callback_query_id))
    if (query === undefined || query.isAnswered)
      throw bad('query is too old and response timeout expired or query ID is invalid')
    query.isAnswered = true
    query.answer = typeof fields.text === 'string' ? fields.text : undefined
    return true
  },
  getFile({ fields }, state) {
    const id = String(fields.file_id)
    const file = state.files.get(id)
    if (file === undefined) throw bad('wrong file_id or the file is temporarily unavailable')
    if (file.size > mostDownloadBytes) throw bad('file is too big')
    const path = `${file.kind}s/file_${state.paths.size}.${file.kind === 'photo' ? 'jpg' : 'bin'}`
    state.paths.set(path, { file, until: state.now() + linkMs })
    return { file_id: id, file_unique_id: id.slice(-12), file_size: file.size, file_path: path }
  },
}

/** Every method but those about updates. */
export const fakeMethods: Readonly<Record<string, FakeMethod>> = {
  ...messageMethods,
  ...forumMethods,
  ...profileMethods,
  ...otherMethods,
}
