import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/core/outcome.ts'
import type { Session } from '../../src/core/session.ts'
import { openDecide, said, standing, type OpenDecide } from './open-decide.ts'

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

/** What is said to each text, one after another, by one contact; then where they stand. */
async function talk(
  texts: readonly string[],
  session?: Session,
): Promise<{ last: Outcome; session: Session | undefined }> {
  let [last, now]: [Outcome | undefined, Session | undefined] = [undefined, session]
  for (const text of texts) {
    last = await open.decide(text, { session: now })
    now = last.session === 'keep' ? now : last.session === 'end' ? undefined : last.session
  }
  if (last === undefined) throw new Error('nothing was said')
  return { last, session: now }
}
const begins = (outcome: Outcome, key: string) =>
  said(outcome).some((text) => text.startsWith(open.words(key).split('{{')[0] ?? ''))
const labels = (outcome: Outcome) => outcome.replies.at(-1)?.quickReplies?.map(({ label }) => label)

describe('the safety question', () => {
  it.each(['số 2', '２', '(2)', '2️⃣', 'ko an toàn', 'khong an toan', 'dạ không an toàn ạ', 'em không an toàn'])(
    'answered with “%s”: what to do now',
    async (text) => {
      const { last, session } = await talk(['em bị chú hàng xóm đánh', text])
      expect(begins(last, 'safety.goNow')).toBe(true)
      expect(session?.vars).toMatchObject({ safety: 'unsafe', words: 'em bị chú hàng xóm đánh' })
    },
  )

  it('is asked once more when the answer is neither, and then taken for the worse; no word is lost', async () => {
    const once = await talk(['em bị chú hàng xóm đánh', 'chú ấy ở ngoài cửa'])
    expect(standing(once.last)).toBe('tip.safeAgain')
    expect(begins(once.last, 'safety.again')).toBe(true)
    expect(labels(once.last)).toEqual(['An toàn', 'Không an toàn', 'Số khẩn cấp'])
    const twice = await talk(['em sợ lắm'], once.session)
    expect(begins(twice.last, 'safety.goNow')).toBe(true)
    expect(twice.session?.vars.words).toBe('em bị chú hàng xóm đánh\nchú ấy ở ngoài cửa\nem sợ lắm')
  })

  it('of a tip is asked once more too, and a number that is none of the choices is no word of the tip', async () => {
    const at = open.at('tip', 'askSafe', {
      words: 'đã kể',
      channel: 'zalo',
      menu: '["safe","unsafe","/boqua","/khancap"]',
    })
    const slip = await talk(['9'], at)
    expect(begins(slip.last, 'common.chooseOne')).toBe(true)
    expect(slip.session?.vars.words).toBe('đã kể')
    const once = await talk(['em không biết nữa'], at)
    expect(standing(once.last)).toBe('tip.askSafeAgain')
    const twice = await talk(['bố sắp về'], once.session)
    expect(begins(twice.last, 'safety.goNow')).toBe(true)
    expect(standing(twice.last)).toBe('tip.confirm')
    expect(twice.session?.vars.words).toBe('đã kể\nem không biết nữa\nbố sắp về')
  })
})

describe('before sending', () => {
  const at = () =>
    open.at('tip', 'confirm', { words: 'đã kể', channel: 'zalo', menu: '["send","edit","cancel","/khancap"]' })

  it.each(['số 1', '１', '1.', '(1)', '1 ạ', 'gửi đi', 'gửi đi ạ', 'gui luon', 'ok gửi'])(
    '“%s” sends',
    async (text) => {
      const { last } = await talk([text], at())
      expect(last.effects.map((effect) => effect.do)).toContain('open-tip')
    },
  )

  it('more words are added, and it is said that nothing was sent', async () => {
    const { last, session } = await talk(['2 hôm nay bạn ấy lại khóc'], at())
    expect(said(last)[0]).toBe(open.words('tip.notSent'))
    expect(session).toMatchObject({ step: 'confirm', vars: { words: 'đã kể\n2 hôm nay bạn ấy lại khóc' } })
    expect(last.effects).toEqual([])
  })
})

it('a number at a question that can be skipped is not kept as words', async () => {
  const at = open.at('tip', 'place', { words: 'đã kể', menu: '["/boqua","/khancap"]' })
  const { session } = await talk(['số 1'], at)
  expect(session).toMatchObject({ step: 'when', vars: { place: '' } })
})

describe('numbers mean what was shown last', () => {
  it.each([
    ['a sticker out of nowhere', ['']],
    ['an unknown command', ['/khongco']],
    ['a sticker before a menu', ['/start', '']],
    ['the emergency numbers', ['/khancap']],
    ['a button that is old', ['/viet ABCD-2345.made-up']],
  ])('after %s', async (_what, texts) => {
    const before = await talk(texts)
    expect(labels(before.last)).toEqual(['Số khẩn cấp'])
    const { last } = await talk(['1'], before.session)
    expect(begins(last, 'safety.numbers')).toBe(true)
  })

  it.each(['', '/viet ABCD-2345.made-up', '/danhgia child-definition-age@00000000 1', '/khongco'])(
    'after “%s” in a conversation, whose question is asked again',
    async (text) => {
      const { last } = await talk(['/baotin bạn em hay bị trêu', text])
      expect(labels(last)).toContain('Bị đánh, bị bạo hành')
      const { session } = await talk(['/baotin bạn em hay bị trêu', text, '2'])
      expect(session?.vars.kind).toBe('sexual_abuse')
    },
  )

  it('what was answered last is remembered over an aside', async () => {
    const { session } = await talk(['trẻ em là bao nhiêu tuổi', ''])
    expect(session?.vars.topic).toBe('child-definition-age')
  })
})

describe('a number out of nowhere', () => {
  it.each(['1', 'số 2', '(1)', '12'])('“%s” is no question: nothing was sent, and here is the menu', async (text) => {
    const { last, session } = await talk([text])
    expect(said(last)).toEqual([open.words('tip.forgottenNumber')])
    expect(said(last)[0]).toContain('Chưa có gì tới cán bộ')
    expect(labels(last)).toEqual(['Báo tin', 'Tra mã', 'Trợ giúp', 'Số khẩn cấp'])
    const next = await talk(['1'], session)
    expect(standing(next.last)).toBe('tip.words')
  })

  it.each(['gửi', 'gửi đi ạ', 'dạ bỏ qua ạ', 'Không an toàn'])('“%s” is told of even after an aside', async (text) => {
    for (const before of [[], ['0'], ['', '0']]) {
      const { last } = await talk([...before, text])
      expect(said(last)).toEqual([open.words('tip.forgotten')])
    }
  })
})

describe('/xoa at a half-written tip', () => {
  const told = '/baotin bạn em hay bị trêu'

  it.each(['1', 'Xoá', 'xoa di', 'có ạ'])('erases at once when it is confirmed by “%s”', async (text) => {
    for (const command of ['/xoa', 'xoá hết']) {
      const asked = await talk([told, command])
      expect(begins(asked.last, 'erase.sure')).toBe(true)
      const { last } = await talk([text], asked.session)
      expect(last.effects.map((effect) => effect.do)).toEqual(['erase-contact'])
    }
  })

  it.each(['2', 'không ạ'])('goes on as it was when it is declined by “%s”', async (text) => {
    const { last, session } = await talk([told, '/xoa', text])
    expect(said(last)).toEqual([open.words('erase.kept'), open.words('tip.kind')])
    expect(session).toMatchObject({ flow: 'tip', step: 'kind', vars: { words: 'bạn em hay bị trêu' } })
    expect(session?.vars).not.toHaveProperty('eraseMenu')
    const next = await talk(['2'], session)
    expect(next.session?.vars.kind).toBe('sexual_abuse')
  })

  it('reads its own numbers while it asks, and anything else as before it', async () => {
    const asked = await talk([told, '/xoa'])
    const numbers = await talk(['3'], asked.session)
    expect(said(numbers.last)).toEqual([open.words('safety.numbers'), open.words('tip.kind')])
    expect((await talk(['2'], numbers.session)).session?.vars.kind).toBe('sexual_abuse')
    const again = await talk(['7'], asked.session)
    expect(begins(again.last, 'erase.sure')).toBe(true)
    const more = await talk(['hôm nay lại thế'], asked.session)
    expect(more.session?.vars.words).toBe('bạn em hay bị trêu\nhôm nay lại thế')
    expect(standing((await talk(['/thoat'], asked.session)).last)).toBe('@left.')
    expect(begins((await talk(['em đang bị đánh'], asked.session)).last, 'safety.believe.child')).toBe(true)
  })
})
