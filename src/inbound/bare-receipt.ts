import type { Outcome } from '../core/outcome.ts'
import { besideReceipt, readReceipt } from '../core/receipt.ts'
import { foldWords } from '../core/text.ts'
import { flowByCommand } from '../flows/match.ts'
import { aside, begin, isHalfWritten, keepsWords, runningFlow, type Running } from './run-flow.ts'
import type { DecideDeps, Turn } from './turn.ts'

/**
 * A text that is nothing but a receipt looks its tip up, in no flow and where words for the officers are asked for: a receipt
 * must not become a tip's words, nor a question. A slip in it is told in no flow alone: elsewhere 16 digits may be anything.
 */
export async function bareReceipt(turn: Turn, text: string, deps: DecideDeps): Promise<Outcome | undefined> {
  const now = runningFlow(turn, deps)
  const isPrivate = now?.flow.private === true
  if ((isPrivate && !asksForWords(now)) || !isBare(text, deps)) return undefined
  if (isPrivate && readReceipt(text).kind !== 'receipt') return undefined
  if (now !== undefined && isHalfWritten(now)) return aside(turn, [{ key: 'tip.unfinished' }], deps)
  const flow = flowByCommand(deps.flows, 'ma')
  return flow === undefined ? undefined : begin(turn, flow, { vars: { argument: text } }, deps)
}

/** True where what is written now becomes the words of a tip, or is added to one. */
function asksForWords(now: Running): boolean {
  const step = now.flow.steps[now.position.step]
  if (now.flow.id === 'tip') return step !== undefined && 'ask' in step && step.save === 'words'
  return keepsWords(now)
}

/** True when beside the code there are only the words that people, or the bot's own message, put around it. */
function isBare(text: string, { translate }: DecideDeps): boolean {
  const beside = besideReceipt(text)
  if (beside === undefined) return false
  const known = new Set(
    translate.locales.flatMap((locale) => {
      const words = translate(locale)
      return foldWords(`${words('receipt.besideWords')} ${words('tip.receipt', { receipt: '' })}`).split(' ')
    }),
  )
  return foldWords(beside)
    .split(' ')
    .every((word) => word === '' || known.has(word))
}
