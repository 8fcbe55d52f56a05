import { foldWords } from '../core/text.ts'
import type { Flow, Option } from './flow.ts'
import type { ReadChoice } from './read-choice.ts'

/**
 * A command is a slash and one word, with or without what follows: `/ma 1234-…`, `/ma: 1234-…`, and a code even without a
 * space. `/START@bot x` is read as `start`, `x`.
 */
export function readCommand(text: string): { readonly command: string; readonly rest: string } | undefined {
  const match = /^\s*\/([A-Za-z]+)(?:@\w+)?(?:(?:[\s:：\p{Cf}]+|(?=\p{Nd}{4}))([\s\S]*))?$/u.exec(text)
  if (match === null) return undefined
  return { command: (match[1] ?? '').toLowerCase(), rest: (match[2] ?? '').trim() }
}

/** The flow that a command starts. */
export function flowByCommand(flows: readonly Flow[], command: string): Flow | undefined {
  return flows.find((flow) => flow.triggers?.some((trigger) => 'command' in trigger && trigger.command === command))
}

/** The flow one of whose keywords is the whole message; diacritics, case, punctuation and politeness do not matter. */
export function flowByKeyword(flows: readonly Flow[], text: string, readChoice: ReadChoice): Flow | undefined {
  const folded = foldWords(text)
  if (folded === '' || text.startsWith('/')) return undefined
  const { says } = readChoice(text)
  return flows.find((flow) =>
    flow.triggers?.some(
      (trigger) => 'keyword' in trigger && (foldWords(trigger.keyword) === folded || says(trigger.keyword)),
    ),
  )
}

/** The one option that a text chooses: by value, by number from 1, by label, or by one of its other words. */
export function optionByText(
  options: readonly Option[],
  text: string,
  label: (key: string) => string,
  readChoice: ReadChoice,
): Option | undefined {
  const typed = text.trim()
  const byValue = options.find((option) => option.value !== '' && option.value === typed)
  if (byValue !== undefined) return byValue
  if (typed.startsWith('/')) return undefined
  const { number, says } = readChoice(typed)
  if (number !== undefined) return options[number - 1]
  const said = options.filter((option) => [label(option.label), ...(option.says ?? [])].some(says))
  return said.length === 1 ? said[0] : undefined
}
