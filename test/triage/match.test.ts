import { describe, expect, test } from 'vitest'
import { isPossible, matchAt, prepare } from '../../src/triage/match.ts'
import { createPatternCompiler } from '../../src/triage/pattern.ts'
import { readMessage } from '../../src/triage/read-message.ts'
import { shapeOf } from '../../src/triage/shape.ts'
import { createSpelling } from '../../src/triage/spelling.ts'

/** Where `source` matches in `text`: the matched words of the first match, undefined when there is none. */
function matched(source: string, text: string): string | undefined {
  const compiler = createPatternCompiler({ me: 'em|con|tụi_em', who: '<me>|bạn' })
  const pattern = compiler.compile(source)
  if (typeof pattern === 'string') throw new Error(pattern)
  const spelling = createSpelling({
    short: new Map(),
    beginnings: [],
    endings: [],
    onsets: new Set(['']),
    rimes: new Set(),
    vocabulary: new Set(),
  })
  const message = readMessage(text, spelling, [shapeOf('không')])
  const prepared = prepare(message, compiler.phrases)
  if (!isPossible(pattern, prepared)) return undefined
  for (let start = 0; start < message.words.length; start++) {
    const end = matchAt(pattern, prepared, start)
    if (end !== -1)
      return message.words
        .slice(start, end)
        .map((word) => word.forms[0]?.fold)
        .join(' ')
  }
  return undefined
}

describe('a pattern', () => {
  test.each<[string, string, string | undefined]>([
    ['đánh', 'bố đánh em', 'danh'],
    ['đánh', 'bo danh em', 'danh'],
    ['đánh', 'bố đanh em', 'danh'],
    ['đánh', 'bố dánh em', 'danh'],
    ['đánh', 'bố đành chịu', undefined],
    ['đánh|đập', 'bố đập em', 'dap'],
    ['bóp_cổ', 'nó bóp cổ em', 'bop co'],
    ['bóp_cổ', 'nó bóp vào cổ em', undefined],
    ['đánh <me>', 'đánh con', 'danh con'],
    ['đánh <who>', 'đánh bạn', 'danh ban'],
    ['đánh <me>', 'đánh tụi em', 'danh tui em'],
    ['đánh * em', 'đánh vào tay em', 'danh vao tay em'],
    ['đánh * em', 'đánh một hai ba bốn em', undefined],
    ['đánh *5 em', 'đánh một hai ba bốn em', 'danh mot hai ba bon em'],
    ['đánh * em', 'đánh không em', undefined],
    ['đánh rồi? em', 'đánh em', 'danh em'],
    ['đánh rồi? em', 'đánh rồi em', 'danh roi em'],
    ['^ cứu', 'cứu em', 'cuu'],
    ['^ cứu', 'ai cứu em', undefined],
    ['^ cứu', 'sợ quá! cứu em', 'cuu'],
    ['^ cứu $', 'cứu', 'cuu'],
    ['^ cứu $', 'cứu em', undefined],
    ['đánh em', 'đánh. em', undefined],
    ['đánh em', 'đánh... em', 'danh em'],
    ['đánh em', 'đánh, em', 'danh em'],
    ['bán!', 'họ bán em', 'ban'],
    ['bán!', 'họ là ban của tớ đấy', undefined],
    ['bán!', 'ho ban em', 'ban'],
    ['sờ!!', 'nó sờ em', 'so'],
    ['sờ!!', 'no so em', undefined],
    ['nữa', 'nửa', 'nua'],
    ['hòa', 'hoà', 'hoa'],
  ])('%s in %s: %s', (source, text, expected) => {
    expect(matched(source, text)).toBe(expected)
  })
})
