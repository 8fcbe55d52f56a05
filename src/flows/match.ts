import { foldWords } from '../core/text.ts'
import type { Flow, Option } from './flow.ts'

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

/** The flow one of whose keywords is the whole message; diacritics, case and punctuation do not matter. */
export function flowByKeyword(flows: readonly Flow[], text: string): Flow | undefined {
  const folded = foldWords(text)
  if (folded === '') return undefined
  return flows.find((flow) =>
    flow.triggers?.some((trigger) => 'keyword' in trigger && foldWords(trigger.keyword) === folded),
  )
}

/** The option that a text chooses: by value, by number from 1, by label, or by one of its other words. */
export function optionByText(
  options: readonly Option[],
  text: string,
  label: (key: string) => string,
): Option | undefined {
  const typed = text.trim()
  const byValue = options.find((option) => option.value !== '' && option.value === typed)
  if (byValue !== undefined) return byValue
  const number = /^(\d{1,2})[.)]?$/.exec(typed)
  if (number !== null) return options[Number(number[1]) - 1]
  const folded = foldWords(typed)
  if (folded === '' || typed.startsWith('/')) return undefined
  return options.find((option) =>
    [label(option.label), ...(option.says ?? [])].some((name) => foldWords(name) === folded),
  )
}
