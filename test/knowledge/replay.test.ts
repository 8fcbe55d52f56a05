import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startOfDayInVietnam } from '../../src/core/vietnam-time.ts'
import { answerLines } from '../../src/inbound/answer-reply.ts'
import { isCitedInForce, isInForce } from '../../src/knowledge/document.ts'
import { loadWords } from '../../src/load-words.ts'
import { dayAfter, daysAfter, isWithin, showDay } from '../../src/knowledge/period.ts'
import { createTestAnswerer, loadTestKnowledge, testDay } from './test-answerer.ts'

interface Row {
  readonly day: string
  readonly question: string
  /** `-` when there is no checked answer for the day. */
  readonly entry: string
  readonly said: readonly string[]
  readonly unsaid: readonly string[]
}

const words = loadWords(join(import.meta.dirname, '../..'))('vi')
const knowledge = loadTestKnowledge()
const answerer = createTestAnswerer(knowledge)
const listOf = (cell: string): readonly string[] => cell.split('; ').filter((word) => word !== '')
const rows = readFileSync(join(import.meta.dirname, 'replay.tsv'), 'utf8')
  .normalize('NFC')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .slice(1)
  .map((line): Row => {
    const [day = '', question = '', entry = '', said = '', unsaid = ''] = line.split('\t')
    return { day, question, entry, said: listOf(said), unsaid: listOf(unsaid) }
  })

describe('the questions that are replayed', () => {
  it('are thirty, each on five days, the last of them today', () => {
    const days = ['2019-06-01', '2021-06-01', '2025-04-01', '2026-01-02', testDay]
    const byQuestion = Map.groupBy(rows, ({ question }) => question)
    expect(byQuestion.size).toBe(30)
    for (const asked of byQuestion.values()) expect(asked.map(({ day }) => day)).toEqual(days)
  })

  it.each(rows.map((row) => [row.day, row.question, row] as const))(
    'on %s: "%s"',
    async (_day, _question, { day, question, entry, said, unsaid }) => {
      const answer = await answerer.ask(question, { locale: 'vi', on: startOfDayInVietnam(day) })
      const shown = answerLines(answer, words)
        .map((line) => ('text' in line ? line.text : words(line.key, line.vars)))
        .join('\n')
      if (entry === '-') {
        expect(answer).toMatchObject({ kind: 'unknown', day })
        expect(shown).toContain(`chưa có câu trả lời đã kiểm tra cho ngày ${showDay(day)}`)
        expect(shown).toContain('111')
        return
      }
      expect(answer).toMatchObject({ kind: 'answered', entry })
      expect(shown.startsWith(`Theo quy định ngày ${showDay(day)}:`)).toBe(day !== testDay)
      for (const each of said) expect(shown).toContain(each)
      for (const each of unsaid) expect(shown).not.toContain(each)
    },
  )
})

describe('every entry on every day on which something began or ended', () => {
  const { documents, offices, entries } = knowledge
  const turns = [...documents.values(), ...offices.values(), ...entries].flatMap(({ from, until }) => [
    ...(from === undefined ? [] : [daysAfter(from, -1), from]),
    ...(until === undefined ? [] : [until, dayAfter(until)]),
  ])
  const ends = [...documents.values()].flatMap(({ endedParts = [] }) => endedParts.map(({ until }) => dayAfter(until)))
  const days = [...new Set([...turns, ...ends, '2017-07-01', '2019-06-01', testDay, '2027-01-01'])].sort()
  const byNumber = new Map([...documents.values()].map((document) => [document.number, document]))
  const ids = [...new Set(entries.map(({ id }) => id))]
  /** Each text that is shown, with its days; a text of another day than today begins with a line about the day. */
  const shown = new Map<string, { readonly id: string; readonly days: string[] }>()
  let asked = 0

  for (const locale of ['vi', 'en']) {
    for (const id of ids) {
      for (const day of days) {
        const answer = answerer.entry(id, { locale, on: startOfDayInVietnam(day) })
        if (answer?.kind !== 'answered') continue
        asked += 1
        const text = day === testDay ? answer.text : answer.text.slice(answer.text.indexOf('\n\n') + 2)
        const known = shown.get(`${id} ${text}`) ?? { id, days: [] }
        known.days.push(day)
        shown.set(`${id} ${text}`, known)
        for (const { document, article } of answer.sources) {
          const cited = byNumber.get(document)
          if (cited === undefined || !isInForce(cited, day)) throw new Error(`${id} cites ${document} on ${day}`)
          const number = /\d+(?:–\d+)?/.exec(article)?.[0]
          if (!isCitedInForce({ document, article: number }, cited, day))
            throw new Error(`${id} cites ${article} of ${document} on ${day}`)
        }
      }
    }
  }

  it('is asked for on many days', () => {
    expect(days.length).toBeGreaterThan(60)
    expect(asked).toBeGreaterThan(3_000)
  })

  it('names no office before its first or after its last day, but for those that say what became of one', () => {
    const faults: string[] = []
    for (const [key, { id, days: on }] of shown) {
      const text = ` ${key.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `
      for (const office of offices.values()) {
        const names = Object.values(office.names).flat()
        const name = names.find((each) => text.includes(` ${each.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `))
        if (name === undefined) continue
        for (const day of on) {
          const mayName = entries.some(
            (entry) => entry.id === id && isWithin(entry, day) && entry.mayName?.includes(office.id),
          )
          if (!mayName && !isWithin(office, day)) faults.push(`${id} names ${name} on ${day}`)
        }
      }
    }
    expect(faults).toEqual([])
  })

  it('is shown in the version of its day', () => {
    const versions = entries.filter(({ locale, until }) => locale === 'vi' && until !== undefined)
    expect(versions.length).toBeGreaterThan(30)
    for (const { id, from = '2018-01-01', until = '' } of versions) {
      const text = (day: string): string => {
        const answer = answerer.entry(id, { locale: 'vi', on: startOfDayInVietnam(day) })
        if (answer?.kind !== 'answered') throw new Error(`no ${id} on ${day}`)
        return answer.text.replace(/^Theo quy định ngày .*\n\n/, '')
      }
      expect(text(from)).toBe(text(until))
      const after = answerer.entry(id, { locale: 'vi', on: startOfDayInVietnam(dayAfter(until)) })
      if (after?.kind === 'answered')
        expect(`${text(dayAfter(until))}${JSON.stringify(after.sources)}`).not.toBe(
          `${text(until)}${JSON.stringify(sourcesOn(id, until))}`,
        )
    }
  })
})

function sourcesOn(id: string, day: string): unknown {
  const answer = answerer.entry(id, { locale: 'vi', on: startOfDayInVietnam(day) })
  return answer?.kind === 'answered' ? answer.sources : undefined
}
