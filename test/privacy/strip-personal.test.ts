import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadPersonal } from '../../src/knowledge/personal.ts'
import { plainText } from '../../src/privacy/read-tokens.ts'
import { createStripPersonal } from '../../src/privacy/strip-personal.ts'
import { realContent } from '../support/test-app.ts'

const { translate, knowledge } = realContent()
const stripWith = createStripPersonal(loadPersonal('knowledge'))
const strip = (text: string): string => stripWith(text, translate('vi'))
const linesOf = (file: string): readonly string[] =>
  readFileSync(join(import.meta.dirname, file), 'utf8')
    .normalize('NFC')
    .trim()
    .split('\n')

describe('what tells who somebody is', () => {
  it('is gone: at least 95 of 100 pieces in 292 seeded questions', () => {
    const left: string[] = []
    let all = 0
    for (const line of linesOf('personal.tsv')) {
      const [question = '', pieces = ''] = line.split('\t')
      const stripped = strip(question).toLowerCase()
      for (const piece of pieces.split('|')) {
        all++
        if (stripped.includes(plainText(piece).toLowerCase())) left.push(`${piece} in: ${question}`)
      }
    }
    expect(all).toBeGreaterThan(400)
    expect(1 - left.length / all, left.join('\n')).toBeGreaterThanOrEqual(0.95)
  })

  it.each([
    ['em tên là Nguyễn Thị Hoa, 12 tuổi', 'em tên là [tên], 12 tuổi'],
    ['em ten la nguyen thi hoa, 12 tuoi', 'em ten la [tên], 12 tuoi'],
    ['sdt 0912 345 678', 'sdt [số]'],
    ['0 9 1 2.345.678 gọi em hoài', '[số] gọi em hoài'],
    ['０９１２３４５６７８ gọi em hoài', '[số] gọi em hoài'],
    ['0\u200b912\u200b345\u200b678 gọi em hoài', '[số] gọi em hoài'],
    ['o so 12 ngo 34 duong Lang', 'o [địa chỉ]'],
    ['chau Minh lop 7b bi danh', 'chau [tên] [trường lớp] bi danh'],
    ['viết cho em ở lan.nguyen@gmail.com nhé', 'viết cho em ở [email] nhé'],
    ['nó gửi link https://clip18.xyz/abc cho em', 'nó gửi link [liên kết] cho em'],
    ['tiktok @be_na_cute đăng clip em', 'tiktok [tài khoản] đăng clip em'],
    ['công an xã Sơn Đồng không nhận tin', 'công an xã [nơi] không nhận tin'],
    ['Nguye\u0302\u0303n Thi\u0323 Hoa bị đánh', '[tên] bị đánh'],
  ])('in "%s" becomes a word in brackets', (question, stripped) => {
    expect(strip(question)).toBe(stripped)
  })

  it('becomes a word of the language it is asked in', () => {
    expect(stripWith('My name is Lan, call 0912 345 678', translate('en'))).toBe('My name is [name], call [number]')
  })
})

describe('a question about nobody', () => {
  it('stays as it is: at least 95 of 100', () => {
    const questions = linesOf('impersonal.txt')
    const changed = questions.filter((question) => strip(question) !== plainText(question))
    expect(questions).toHaveLength(100)
    expect(changed.length, changed.join('\n')).toBeLessThanOrEqual(5)
  })

  it('stays as it is among the known questions of the entries, where none names a place', () => {
    const questions = knowledge.entries.filter(({ locale }) => locale === 'vi').flatMap((entry) => entry.questions)
    const changed = questions.filter((question) => strip(question) !== plainText(question))
    expect(questions.length).toBeGreaterThan(900)
    expect(changed.length / questions.length, changed.join('\n')).toBeLessThanOrEqual(0.03)
  })

  it.each([
    'gọi 111 hay 113 thì nhanh hơn, còn 115 là gì',
    'nghị định 144/2021/NĐ-CP điều 54 phạt bao nhiêu',
    'từ 1/7/2025 luật phòng chống mua bán người có gì mới',
    'phạt 10.000.000 đồng đến 20.000.000 đồng đúng không',
    'trẻ 13, 14, 15, 16, 17 tuổi khác nhau thế nào',
    'Bộ luật Hình sự 2015 điều 142 quy định gì',
    'học lớp 6 đã được đi làm thêm chưa',
    'Việt Nam có luật nào về mạng xã hội như Facebook, TikTok không',
  ])('keeps hotlines, law, money, ages and classes: %s', (question) => {
    expect(strip(question)).toBe(question)
  })
})

describe('a long message made to be slow', () => {
  it.each([
    ['digits', '1 '.repeat(2_000)],
    ['dots', 'a.'.repeat(2_000)],
    ['letters', 'a'.repeat(4_000)],
    ['digits and letters', 'a1'.repeat(2_000)],
    ['names', 'Lan '.repeat(1_000)],
    ['cues', 'tên của em là '.repeat(300)],
    ['mail', '1a@'.repeat(1_300)],
    ['lines', '_'.repeat(4_000)],
    ['houses', 'số 1/'.repeat(800)],
  ])('of %s is read in under a second', (_what, text) => {
    const startedAt = performance.now()
    strip(text)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})
