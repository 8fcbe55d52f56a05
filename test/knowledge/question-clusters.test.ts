import { describe, expect, it } from 'vitest'
import { createGroupQuestions } from '../../src/knowledge/question-clusters.ts'
import { plainSpelling } from '../../src/knowledge/spelling.ts'
import { loadTestKnowledge } from './test-answerer.ts'

const knowledge = loadTestKnowledge()
const entries = [
  ...new Map(knowledge.entries.filter(({ locale }) => locale === 'vi').map((entry) => [entry.id, entry])).values(),
]
const known = entries.flatMap(({ title, questions }) => [title, ...questions])
const group = createGroupQuestions(known, knowledge.spelling('vi'))
const grouped = (texts: readonly string[]) => group(texts).map((places) => places.map((place) => texts[place] ?? ''))

describe('groups of questions', () => {
  it('hold what asks alike, with marks and without, whoever it is about', () => {
    const texts = [
      'quán net mở tới mấy giờ thì trẻ em phải về',
      'quan net mo toi may gio thi tre em phai ve',
      'ad ơi quán net được mở tới mấy giờ cho trẻ em vậy ạ',
      'em là [tên], lớp [trường lớp], quán net mở tới mấy giờ ạ',
      'nuôi mèo trong lớp có được không',
    ]
    expect(grouped(texts).map((each) => each.length)).toEqual([4, 1])
  })

  it('are apart when only everyday words are the same', () => {
    const texts = [
      'trẻ em có được đi xe máy không',
      'trẻ em có được đi bầu cử không',
      'trẻ em có được đi tàu hỏa một mình không',
    ]
    expect(group(texts)).toHaveLength(3)
  })

  it('are the biggest first, each led by the wording that was typed most', () => {
    const texts = ['nuôi mèo ở trường', 'lái xe điện mấy tuổi', 'mấy tuổi được lái xe điện', 'lái xe điện mấy tuổi']
    expect(grouped(texts)).toEqual([
      ['lái xe điện mấy tuổi', 'lái xe điện mấy tuổi', 'mấy tuổi được lái xe điện'],
      ['nuôi mèo ở trường'],
    ])
  })

  it('are the same whatever the order of the texts', () => {
    const texts = known.slice(0, 300)
    const sets = (order: readonly string[]) => new Set(grouped(order).map((each) => [...each].sort().join('|')))
    expect(sets(texts.toReversed())).toEqual(sets(texts))
  })

  it('bring together ways to ask the same', () => {
    const texts = [
      'cho con học trái tuyến có được không',
      'xin học trái tuyến cho con thế nào',
      'hoc trai tuyen can giay to gi',
      'thủ tục học trái tuyến',
    ]
    expect(group(texts)).toHaveLength(1)
  })

  it('mix few of the known questions, every one of which asks something of its own', () => {
    const asked = entries.flatMap(({ id, questions }) => questions.map((text) => ({ id, text })))
    const idOf = (place: number | undefined) => asked[place ?? 0]?.id
    const mixed = group(asked.map(({ text }) => text)).flatMap((places) =>
      places.filter((place) => idOf(place) !== idOf(places[0])),
    )
    expect(asked.length).toBeGreaterThan(900)
    expect(mixed.length / asked.length).toBeLessThan(0.03)
  })

  it('are none of nothing, and hold texts that say nothing', () => {
    expect(group([])).toEqual([])
    expect(group(['[tên]', '', '?']).flat().sort()).toEqual([0, 1, 2])
    expect(createGroupQuestions([], plainSpelling)(['a b', 'a b'])).toEqual([[0, 1]])
  })
})
