import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Danger, HarmKind } from '../../src/core/triage.ts'
import { createAssess } from '../../src/triage/assess.ts'
import { loadLexicon } from '../../src/triage/lexicon.ts'

const assess = createAssess(loadLexicon('knowledge/lexicon.yaml'))
const level = (text: string): Danger => assess(text).level

describe('what has to be recognised', () => {
  test.each<[Danger, HarmKind, string]>([
    ['emergency', 'physical_violence', 'Em đang bị đánh'],
    ['emergency', 'physical_violence', 'em dang bi danh'],
    ['emergency', 'physical_violence', 'e đag bị đánh'],
    ['emergency', 'suicide', 'em không muốn sống nữa'],
    ['emergency', 'suicide', 'em khong muon song nua'],
    ['emergency', 'suicide', 'e k mún sống nx'],
    ['emergency', 'trafficking', 'bị nhốt'],
    ['emergency', 'trafficking', 'bi nhot'],
    ['emergency', 'trafficking', 'e bị nhốt r'],
    ['emergency', 'physical_violence', 'hàng xóm đang đánh con dã man'],
    ['emergency', 'suicide', 'bạn em vừa uống cả vỉ thuốc'],
    ['emergency', 'trafficking', 'Con gái tôi bị bắt cóc'],
    ['emergency', 'sexual_abuse', 'Em vừa bị hiếp dâm'],
    ['urgent', 'sexual_abuse', 'Chú hay sờ vào chỗ kín của em'],
    ['urgent', 'physical_violence', 'Hôm qua bố đánh em bầm tím hết lưng'],
    ['urgent', 'online', 'Nó dọa tung ảnh nóng của em'],
    ['urgent', 'suicide', 'Em hay tự rạch tay khi buồn'],
    ['urgent', 'suicide', 'Em cảm thấy tuyệt vọng'],
    ['urgent', 'school_violence', 'Em bị bắt nạt ở trường'],
    ['urgent', 'neglect', 'Mẹ kế không cho em ăn cơm'],
    ['urgent', 'labour', 'Bố bắt em nghỉ học đi làm'],
    ['urgent', 'drugs', 'Bạn em rủ em hút cần sa'],
    ['urgent', 'marriage', 'Bố mẹ ép em lấy chồng'],
    ['normal', 'sexual_abuse', 'tội hiếp dâm bị phạt bao nhiêu'],
    ['normal', 'physical_violence', 'giết người bao nhiêu năm tù'],
  ])('%s, %s: %s', (expected, kind, text) => {
    const triage = assess(text)
    expect(triage.level).toBe(expected)
    expect(triage.kinds).toContain(kind)
    expect(triage.because).not.toEqual([])
  })

  test.each(['C ứ u em', 'c.ứ.u em với', 'cứuuuu em', 'CỨU EM VỚI!!!', 'cứu 😭 em 😭', 'ｃứｕ em', 'c\u200bứu em'])(
    'however it is written: %s',
    (text) => {
      expect(level(text)).toBe('emergency')
    },
  )

  test('writes decomposed by some keyboards read the same', () => {
    expect(assess('em không muốn sống nữa'.normalize('NFD'))).toEqual(assess('em không muốn sống nữa'))
  })

  test('a drawn breath or a new line does not break a sentence', () => {
    expect(level('em... không muốn... sống... nữa')).toBe('emergency')
    expect(level('em muốn tự\ntử')).toBe('emergency')
  })
})

describe('what has to be left alone', () => {
  test.each([
    'mệt muốn chết',
    'met muon chet',
    'cười chết mất',
    'game bạo lực',
    'đói muốn chết',
    'chết cười',
    'đau bụng quá',
    'sợ ma',
    'bị nhốt trong game',
    'Buồn ngủ muốn chết',
    'Em đánh răng ngày hai lần',
    'Đi từ từ thôi',
    'lam tu tu thoi',
    'Em muốn được tư vấn chọn trường',
    'em muon tu van chon truong',
    'Nhốt con thỏ trong chuồng',
    'Em nằm mơ thấy bị giết',
    'Cứu em bài toán này với',
    'Quang Trung đánh quân Thanh năm nào',
    '',
    '   ',
    '😂',
  ])('%s', (text) => {
    expect(assess(text)).toEqual({ level: 'none', kinds: ['none'], because: [] })
  })

  test('the same words are an emergency once they are meant', () => {
    expect(level('mệt muốn chết')).toBe('none')
    expect(level('mệt lắm, em muốn chết cho xong')).toBe('emergency')
  })
})

describe('questions, hypotheses, negations, the past', () => {
  test.each([
    'Hiếp dâm trẻ em có bị tử hình không',
    'Đe dọa giết người có bị đi tù không',
    'Bắt cóc trẻ em bị tù mấy năm',
    'bat coc tre em bi tu may nam',
    'Nhốt người khác là tội gì',
    'Xúi giục người khác tự tử bị tội gì',
    'Tạt axit người khác thì tội gì',
    'Cha mẹ đánh con có vi phạm pháp luật không',
    'Nếu thấy trẻ em bị đánh thì gọi số nào',
    'Làm sao dạy con tránh bị xâm hại',
  ])('asked in general, it is a question: %s', (text) => {
    expect(level(text)).toBe('normal')
  })

  test.each<[Danger, string]>([
    ['emergency', 'Em đang bị đánh, đánh em thì bị phạt bao nhiêu'],
    ['urgent', 'Bố hay đánh em, bố có bị phạt không'],
  ])('asked about oneself, it stays %s: %s', (expected, text) => {
    expect(level(text)).toBe(expected)
  })

  test.each(['Em không bị đánh', 'em khong bi danh dau', 'Em chưa từng bị xâm hại', 'Bố mẹ em không bao giờ đánh em'])(
    'a denied harm is no alarm: %s',
    (text) => {
      expect(['normal', 'none']).toContain(level(text))
    },
  )

  test('a denied wish to die is still looked at', () => {
    expect(level('Em không định tự tử đâu')).toBe('urgent')
  })

  test('a plea is no denial', () => {
    expect(level('đừng đánh em nữa')).not.toBe('none')
  })

  test('what is over is urgent, what goes on until now is not over', () => {
    expect(level('Hồi nhỏ em bị bố nhốt trong nhà kho')).toBe('urgent')
    expect(level('Em bị nhốt từ hôm qua tới giờ')).toBe('emergency')
  })

  test('thanks and being well do not make it over: it has to be long ago', () => {
    for (const text of [
      'cảm ơn bot, bố đánh em hoài, em không còn chỗ nào để đi',
      'em khoẻ, bố vẫn đánh em',
      'hồi nhỏ em vui, giờ ổn rồi mà bố lại đánh em',
    ])
      expect(assess(text).level).toBe('urgent')
    expect(assess('hồi nhỏ bố đánh em hoài, giờ bố con thương nhau lắm').level).toBe('normal')
  })

  test('a wish to die is not over because something else is', () => {
    expect(level('Hôm qua em thi rớt, em không muốn sống nữa')).toBe('emergency')
  })

  test('a story is left alone, what a story was watched before is not', () => {
    expect(level('Trong phim nhân vật chính bị bắt cóc')).toBe('none')
    expect(level('Em đang xem phim thì bố đánh em')).toBe('emergency')
  })
})

describe('the reasons', () => {
  test('name rules and never words of the message', () => {
    const { because } = assess('Bố em đang cầm dao đuổi theo em')
    expect(because.length).toBeGreaterThan(0)
    expect(because.every((id) => /^[a-z0-9-]+$/.test(id))).toBe(true)
    expect(because.join(' ')).not.toContain('dao')
  })

  test('kinds of the dangerous rules alone are named', () => {
    expect(assess('Bố em đang đánh em, em học về bạo lực học đường rồi').kinds).not.toContain('school_violence')
  })
})

describe('any text', () => {
  const anyText = fc.string({ unit: 'grapheme', maxLength: 4000 })

  test('is answered, with a kind, and the same way twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const triage = assess(text)
        expect(triage.kinds.length).toBeGreaterThan(0)
        expect(triage.level === 'none').toBe(triage.because.length === 0)
        expect(assess(text)).toEqual(triage)
      }),
      { numRuns: 100 },
    )
  })

  // No time is asserted: where the search for a pattern exploded, these would not end before the test does.
  test('made of the words of danger in any order comes to an end', () => {
    const word = fc.constantFrom(
      ...'bố mẹ em con bị đánh nhốt không muốn chết đang ở trong nhà c h ế t ng k . đi'.split(' '),
    )
    fc.assert(
      fc.property(fc.array(word, { minLength: 800, maxLength: 1000 }), (words) => {
        expect(assess(words.join(' ')).kinds.length).toBeGreaterThan(0)
      }),
      { numRuns: 20 },
    )
  })

  test.each(['em ', 'bị ', 'bố mẹ em bị con ', 'c h e t ', 'e.', 'ư', 'xqzw ', '𝓪', '\u0301', 'không muốn '])(
    'that repeats %j comes to an end',
    (part) => {
      expect(assess(part.repeat(4000 / part.length)).kinds.length).toBeGreaterThan(0)
    },
  )
})
