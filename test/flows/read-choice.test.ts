import { describe, expect, it } from 'vitest'
import { foldWords } from '../../src/core/text.ts'
import { flowByKeyword, optionByText } from '../../src/flows/match.ts'
import { realContent } from '../support/test-app.ts'

const { readChoice, flows, translate } = realContent()
const words = translate('vi')

/** The value that a text chooses at a step of the tip flow. */
function chosen(step: string, text: string): string | undefined {
  const shape = flows.find(({ id }) => id === 'tip')?.steps[step]
  if (shape === undefined || !('choose' in shape)) throw new Error(`no choice at ${step}`)
  return optionByText(shape.options, text, words, readChoice)?.value
}

describe('a number of a list', () => {
  it.each([
    ...['2', ' 2 ', '２', '2️⃣', '②', '(2)', '[2]', '（２）', '"2"', '#2', '2.', '2,', '2)', '02'],
    ...['số 2', 'so 2', 'Số 2', 'SỐ 2.', 'số2', 'so2', 'chọn 2', 'chon so 2', 'bấm 2', 'câu 2', 'ý 2', 'gõ số 2'],
    ...['2 ạ', '2 a', '2 nhé', '2 nha', '2 đi', '2 luôn ạ', 'dạ 2', 'dạ, 2 ạ', 'dạ em chọn số 2 ạ', 'e chon 2'],
    ...['option 2', 'number 2 please'],
  ])('is read in “%s”', (text) => {
    expect(readChoice(text).number).toBe(2)
  })

  it.each([
    ...['2 hôm nay bố đánh em', 'em 2', '2 em', 'em có 2 em', '2 con', 'lớp 2', 'lop 2', 'thôn 2', '2 tuổi'],
    ...['1 2', '1-2', '1,2', '1.5', '-1', '1a', '2?', 'số 2?', '112', 'số 113', 'số', 'hai', '', '   ', 'sợ 2'],
    ...['không 2', 'không phải số 2', '2 không', 'số 2 không ạ', 'đừng bấm 2', 'ngày 2', '2%'],
  ])('is not read in “%s”', (text) => {
    expect(readChoice(text).number).toBeUndefined()
  })
})

describe('the answer to whether one is safe', () => {
  const steps = ['safeChild', 'safeAdult', 'safeCrisis', 'safeAgain', 'askSafe', 'askSafeAgain']
  const unsafe = [
    'số 2',
    '２',
    '(2)',
    '2️⃣',
    'ko an toàn',
    'k an toàn',
    'hok an toan',
    'khong an toan',
    'KHÔNG AN TOÀN!!!',
  ]
  const more = [
    'dạ không an toàn ạ',
    'em không an toàn',
    'dạ em ko an toàn ạ',
    'da khong a',
    'khônggg',
    'chưa an toàn ạ',
  ]
  it.each(steps.flatMap((step) => [...unsafe, ...more].map((text) => [step, text] as const)))(
    'at %s, “%s” is no',
    (step, text) => {
      expect(chosen(step, text)).toBe('unsafe')
    },
  )

  it.each([
    'an toàn',
    'An Tòan',
    'an toan',
    'dạ an toàn ạ',
    'em an toàn',
    'em an toàn rồi ạ',
    'dạ có',
    'co a',
    'số 1 ạ',
  ])('“%s” is yes', (text) => {
    expect(chosen('safeChild', text)).toBe('safe')
  })

  const negations = [
    'không',
    'khong',
    'ko',
    'k',
    'kh',
    'hok',
    'hông',
    'chưa',
    'chua',
    'chẳng',
    'chả',
    'đâu có',
    'làm gì',
    'hết',
  ]
  const around = ['dạ', 'em', 'con', 'cháu', 'em thấy', 'em con', 'nhà em', 'có']
  const negated = negations.flatMap((no) => [
    ...['an toàn', 'an toan', 'được an toàn', 'thấy an toàn', 'an toàn lắm'].flatMap((safe) => [
      `${no} ${safe}`,
      `${no} ${safe} ạ`,
      ...around.map((each) => `${each} ${no} ${safe}`),
    ]),
    ...['an toàn', 'có', 'ok', '1', 'số 1'].flatMap((safe) => [`${safe} ${no}`, `${safe} ${no} ạ`, `${no} ${safe}`]),
  ])
  it.each(steps)('is never yes or skipped at %s where anything negates it', (step) => {
    expect(negated.length).toBeGreaterThan(400)
    expect(negated.filter((text) => [undefined, 'unsafe'].every((each) => chosen(step, text) !== each))).toEqual([])
  })

  it.each([
    ...[
      'cô ạ',
      'cổ',
      'an toàn?',
      'có an toàn đâu',
      'an toàn gì',
      'em muốn an toàn',
      'mẹ an toàn',
      'em con an toàn',
      'đi',
    ],
    ...['có không', 'ở đây an toàn', 'bố an toàn còn em thì không', '9', 'số 7'],
  ])('“%s” is neither', (text) => {
    expect(chosen('safeChild', text)).toBeUndefined()
  })
})

describe('the answer before sending', () => {
  it.each([
    ...[
      'số 1',
      '１',
      '1.',
      '(1)',
      '1 ạ',
      'gửi',
      'Gui',
      'gửi đi',
      'gửi đi ạ',
      'gui luon',
      'ok gửi',
      'dạ em gửi ạ',
      'gữi đi',
    ],
    ...['send', 'đồng ý ạ', 'ok', 'gửi giúp ạ'],
  ])('“%s” sends', (text) => {
    expect(chosen('confirm', text)).toBe('send')
    expect(chosen('confirmFiles', text)).toBe('send')
  })

  it.each([
    'không gửi',
    'ko gửi',
    'đừng gửi ạ',
    'thôi',
    'dạ thôi ạ',
    'em không gửi đâu',
    'gửi chưa',
    'gửi rồi à',
    'không đi',
  ])('“%s” does not send', (text) => {
    expect(chosen('confirm', text)).not.toBe('send')
  })

  it('nothing told is taken for a choice', () => {
    for (const text of ['không đi', 'có đi', 'gửi cho bố', 'gửi thư', 'hôm nay lại đánh', '3 hôm nay'])
      expect([text, chosen('confirm', text)]).toEqual([text, undefined])
  })
})

describe('every choice of every flow', () => {
  const all = flows.flatMap((flow) =>
    Object.entries(flow.steps).flatMap(([step, shape]) =>
      'choose' in shape ? [{ at: `${flow.id}.${step}`, shape }] : [],
    ),
  )
  it.each(all)('of $at is made by its number, its label, with politeness and without marks', ({ shape }) => {
    for (const [index, option] of shape.options.entries()) {
      const label = words(option.label)
      for (const text of [`số ${index + 1}`, `${index + 1} ạ`, label, `dạ ${label} ạ`, foldWords(label)])
        expect([text, optionByText(shape.options, text, words, readChoice)?.value]).toEqual([text, option.value])
    }
  })
})

describe('a keyword', () => {
  it.each([
    ['Báo tin ạ', 'tip'],
    ['em bao tin a', 'tip'],
    ['dạ tra mã ạ', 'receipt'],
    ['thoát luôn', undefined],
    ['không báo tin', undefined],
    ['báo tin giả', undefined],
  ])('in “%s” is of %s', (text, id) => {
    expect(flowByKeyword(flows, text, readChoice)?.id).toBe(id)
  })
})
