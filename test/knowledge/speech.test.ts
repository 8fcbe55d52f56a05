import { describe, expect, it } from 'vitest'
import { createReadReader, createSpeeches, readSpeech } from '../../src/knowledge/speech.ts'
import { loadTestKnowledge } from './test-answerer.ts'

const knowledge = loadTestKnowledge()
const readerOf = createReadReader(knowledge)
const speech = (locale: string) => {
  const found = createSpeeches(knowledge).get(locale)
  if (found === undefined) throw new Error(`no rules for ${locale}`)
  return found
}

describe('a question that goes on from the last answer', () => {
  it.each([
    ['vi', 'thế còn 14 tuổi thì sao?', 'cue', '14 tuổi'],
    ['vi', 'vậy còn ông bà thì sao', 'cue', 'ông bà'],
    ['vi', 'the con con trai thi sao', 'cue', 'con trai'],
    ['vi', 'còn ở trường thì sao ạ', 'cue', 'ở trường'],
    ['vi', 'z con 14t thi s', 'cue', '14 tuoi'],
    ['vi', 'nếu em 17 tuổi', 'cue', 'em 17 tuổi'],
    ['vi', 'người lạ thì răng', 'cue', 'người lạ'],
    ['vi', 'Phạt bao nhiêu?', 'bare', 'phạt bao nhiêu'],
    ['vi', 'the bao o dau', 'bare', 'bao o dau'],
    ['vi', 'thế', 'none', 'thế'],
    ['vi', 'trẻ em là bao nhiêu tuổi', 'none', 'trẻ em là bao nhiêu tuổi'],
    ['en', 'what about 14?', 'cue', '14'],
    ['en', 'And if it is at school', 'cue', 'it is at school'],
    ['en', 'how many years', 'bare', 'how many years'],
    ['en', 'how old is a child', 'none', 'how old is a child'],
  ])('%s: “%s” is a %s about “%s”', (locale, question, kind, rest) => {
    const heard = speech(locale).followUp(question)
    expect(heard.kind).toBe(kind)
    expect(heard.rest.normalize('NFD').replace(/\p{M}/gu, '')).toBe(rest.normalize('NFD').replace(/\p{M}/gu, ''))
  })
})

describe('who writes, by the words they use for themselves', () => {
  it.each([
    'em bị bạn đánh',
    'e 14t bị cô giáo mắng',
    'em 13 tuổi có phải đi tù không',
    'bo duong em hay sang phong em',
    'mẹ em không tin em',
    'cho con hỏi 111 là gì',
    'cháu là học sinh lớp 7',
    'mk bị bạn cùng lớp trêu',
    'tui bi ba tui danh',
    'lớp mình có bạn bị đánh, mình nên làm gì',
    'I am 13 and my stepdad beats me',
    'my teacher hits me',
  ])('a child: %s', (text) => {
    expect(readerOf(text)).toBe('child')
  })

  it.each([
    'con tôi bị bạn đánh',
    'con em bị bạn đánh, em phải làm gì',
    'em gái tôi bị bắt nạt',
    'em là giáo viên, lớp em có em bị đánh',
    'mình là phụ huynh, trường mình có bạo lực',
    'chong em danh con',
    'my son is bullied at my school',
  ])('an adult: %s', (text) => {
    expect(readerOf(text)).toBe('adult')
  })

  it.each([
    'trẻ em bị xâm hại thì báo ai',
    'tre em co quyen gi',
    'trẻ em có được đi làm không',
    'các em bị bắt nạt thì báo ai',
    'em bé bị bỏ rơi',
    'hai anh em bị đánh',
    'đánh con có bị phạt không',
    'mình muốn hỏi về luật trẻ em',
    'tui thấy hàng xóm đánh con',
    'em 20 tuổi',
    'how old is a child',
    '',
  ])('nobody can tell: %s', (text) => {
    expect(readerOf(text)).toBe('unknown')
  })
})

describe('speech.yaml', () => {
  it('with a list missing is refused by name', () => {
    const said: string[] = []
    expect(readSpeech('vi: { child: [em bị], adult: [] }', (fault) => void said.push(fault))).toEqual({})
    expect(said.join('\n')).toContain('followUp')
  })
})
