import { runningFlow } from './run-flow.ts'
import { chosenText, emergencyCommand, offeredValues, type DecideDeps, type Turn } from './turn.ts'

/**
 * What was written or chosen. Where words are asked for, and the emergency numbers are a button without a number, a number is
 * an answer ("how many children?" – "1"); 0 is the emergency numbers everywhere.
 */
export function spokenText(turn: Turn, deps: DecideDeps): string {
  const text = chosenText(turn, deps)
  const typed = turn.message.text.normalize('NFC').trim()
  if (text !== emergencyCommand || (deps.readChoice(typed).number ?? 0) === 0) return text
  const now = runningFlow(turn, deps)
  const step = now?.flow.steps[now.position.step]
  const isListed = offeredValues(turn).length > deps.mostButtons(turn.message.channel)
  return step !== undefined && 'ask' in step && !isListed ? typed : text
}
