import { newId, upload } from './server.js'

const kinds = ['Image', 'Video', 'Audio', 'File']
const kindOf = ({ type }) => kinds.find((kind) => type.startsWith(`${kind.toLowerCase()}/`)) || 'File'

/** What has been sent, in words: "2 ảnh đã gửi, 1 video đã gửi". */
function saySent(files, words) {
  return kinds
    .map((kind) => ({ kind, n: files.filter((file) => kindOf(file) === kind).length }))
    .filter(({ n }) => n > 0)
    .map(({ kind, n }) => words[`sent${kind}`].replace('{n}', n))
    .join(', ')
}

/**
 * Sends files one after another and says how far it is. One that is refused does not hold back the others: `answer` is what
 * went wrong last, with `text` for the reader. Stops when the session is over.
 */
export async function sendFiles(files, { session, words, mostBytes, tooLarge, say, hasLeft, onMessage }) {
  const sent = []
  let answer
  for (const [index, file] of files.entries()) {
    if (hasLeft()) break
    say(words.sending.replace('{at}', index + 1).replace('{all}', files.length))
    const { status, body } = file.size > mostBytes ? { status: 413 } : await upload(file, session, newId())
    if (status === 200) {
      sent.push(file)
      body.messages.forEach(onMessage)
    } else {
      answer = { status, text: status === 413 ? tooLarge : body && body.error.message }
      if (status === 401) break
    }
  }
  say(saySent(sent, words))
  return { answer, isSent: sent.length > 0 }
}
