import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/core/outcome.ts'
import type { Unit } from '../../src/core/unit.ts'
import { dayInVietnam } from '../../src/core/vietnam-time.ts'
import { createFindOffices, existsOn } from '../../src/knowledge/office.ts'
import { dayAfter, daysAfter, showDay } from '../../src/knowledge/period.ts'
import { addOfficer, putOnDuty } from '../tips/store-tip.ts'
import { openDecide, said, type OpenDecide } from './open-decide.ts'

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

const textOf = (outcome: Outcome) => said(outcome).join('\n')
const buttonsOf = (outcome: Outcome) => outcome.replies.at(-1)?.quickReplies ?? []
const valuesOf = (outcome: Outcome) => buttonsOf(outcome).map(({ value }) => value)
const sessionOf = ({ session }: Outcome) => {
  if (typeof session === 'string') throw new Error('nothing is remembered')
  return session
}
/** The beginning of a text of the locale, up to its first variable. */
const begins = (key: string) => open.words(key).split('{{')[0] ?? ''
const isAbout = (outcome: Outcome, code: string) => valuesOf(outcome).includes(`/baotin @${code}`)

describe('a question about a place', () => {
  it.each([
    ['gọi ai ở phường Bến Gió', '01-M2'],
    ['so dien thoai cong an xa song may', '01-M1'],
    ['sdt cax song may', '01-M1'],
    ['cán bộ trẻ em xã Đồi Trầu là ai', '01-M3'],
    ['Công an xã Suối Lau ở đâu ạ?', '38-M1'],
    ['CÔNG AN XÃ SUỐI LAU Ở ĐÂU', '38-M1'],
    ['UBND phường Bờ Trăng', '38-M3'],
    ['tui ở xã Suối Lau thì báo cho ai', '38-M1'],
    ['Sông Mây có cán bộ trực không', '01-M1'],
    ['trường tiểu học Sông Mây gọi ai', '01-M1-T1'],
    ['công an An Giang ở đâu', '91'],
    ['xã Gò Chim Sẻ', '80-M2'],
    ['who do I call in Suoi Lau commune', '38-M1', 'en'],
    ['police Song May', '01-M1', 'en'],
  ])('“%s” is answered with the unit and whom to call', async (text, code, locale = 'vi') => {
    const outcome = await open.decide(text, { contact: { locale } })
    const unit = await open.base.places.find(code)
    expect(isAbout(outcome, code)).toBe(true)
    for (const words of [unit?.name ?? '', '111', '113', locale === 'vi' ? 'ông an' : 'police', 'UBND'])
      expect(textOf(outcome)).toContain(words)
    expect(valuesOf(outcome)).toContain('/muc report-to-commune-police')
  })

  it('names the places above the unit, and how the police of the commune is called', async () => {
    const text = textOf(await open.decide('trường tiểu học Sông Mây gọi ai'))
    expect(text).toContain('Trường Tiểu học Sông Mây (mẫu), Xã Sông Mây (mẫu), Hà Nội')
    expect(text).toContain('Công an xã Sông Mây (mẫu)')
  })

  it.each([
    ['công an xã có được nhận tin không', 'report-to-commune-police'],
    ['công an xã Sông Mây có được nhận tin không', 'report-to-commune-police'],
    ['ở Hà Nội đánh trẻ em bị phạt bao nhiêu', 'corporal-punishment-at-home'],
    ['tảo hôn ở xã Sông Mây bị phạt thế nào', 'child-marriage'],
    ['công an huyện giải thể rồi thì báo ở đâu', 'district-police-abolished'],
    ['công an xã không nhận đơn thì báo ai', 'police-refuse-or-slow'],
    ['số điện thoại bảo vệ trẻ em', 'hotline-111'],
  ])('“%s” is a question of law', async (text, entry) => {
    const outcome = await open.decide(text)
    expect(valuesOf(outcome)).toContain(`/muc ${entry} de-hieu`)
    expect(textOf(outcome)).toContain(open.words('answer.sources').split('{{')[0])
  })

  it('that tells of more gets the law first, and the place by a button', async () => {
    const outcome = await open.decide('tôi ở xã Sông Mây, cửa hàng bán thuốc lá cho học sinh thì báo ở đâu')
    expect(valuesOf(outcome)).toContain('/muc alcohol-tobacco-under-18 de-hieu')
    expect(buttonsOf(outcome)).toContainEqual({ label: 'Nơi báo ở Xã Sông Mây (mẫu)', value: '/noibao @01-M1' })
    expect(isAbout(await open.decide('/noibao @01-M1'), '01-M1')).toBe(true)
  })

  it('never keeps anybody from the way to help', async () => {
    expect(said(await open.decide('em đang bị đánh ở xã Sông Mây thì gọi ai'))[0]).toBe(
      open.words('safety.believe.child'),
    )
  })
})

describe('a place that is not in the table', () => {
  it.each([
    ['công an xã Tân Lập ở đâu', 'xã Tân Lập', 'places.unknown'],
    ['cong an xa tan lap o dau', 'xa tan lap', 'places.unknown'],
    ['công an xã Tân Lập, Hà Nội ở đâu', 'xã Tân Lập', 'places.unknown'],
    ['công an huyện Đông Anh ở đâu', 'huyện Đông Anh', 'places.unknownDistrict'],
    ['where is the police of Tan Lap commune', 'Tan Lap commune', 'places.unknown', 'en'],
  ])('“%s” is said not to be there', async (text, name, key, locale = 'vi') => {
    const outcome = await open.decide(text, { contact: { locale } })
    const words = open.base.content.translate(locale)
    expect(said(outcome)).toEqual([words(key, { name })])
    expect(said(outcome)[0]).toContain('111')
    expect(valuesOf(outcome)).toEqual(['/baotin', '/khancap'])
  })

  it.each(['công an xã mình ở đâu', 'báo ở đâu', 'bị lừa trên mạng xã hội báo ai', 'công an phường nơi em ở là gì'])(
    'is not seen where none is named: %s',
    async (text) => {
      expect(textOf(await open.decide(text))).not.toContain(begins('places.unknown'))
    },
  )
})

describe('a name that is no longer in use', () => {
  it('of a commune leads to the one of today', async () => {
    const outcome = await open.decide('Mây Thượng thì báo ai')
    expect(isAbout(outcome, '01-M1')).toBe(true)
    expect(textOf(outcome)).toContain('“Mây Thượng” là tên trước đây; nay thuộc Xã Sông Mây (mẫu).')
  })

  it('of a district with one commune in the table says that others may be meant', async () => {
    const outcome = await open.decide('công an huyện Giồng Riềng ở đâu')
    expect(isAbout(outcome, '91-M1')).toBe(true)
    expect(textOf(outcome)).toContain('“Huyện Giồng Riềng” là tên cấp huyện cũ.')
    expect(textOf(outcome)).toContain('bạn ở xã, phường khác thì báo công an nơi ấy')
  })

  it('of a district with several is a choice: by button, by number, or by name', async () => {
    const asked = await open.decide('tôi ở huyện Ba Vì cũ thì báo cho ai')
    expect(textOf(asked)).toContain('“Huyện Ba Vì” là tên cấp huyện cũ.')
    expect(buttonsOf(asked).slice(0, 2)).toEqual([
      { label: 'Xã Sông Mây (mẫu), Hà Nội', value: '/noibao @01-M1' },
      { label: 'Xã Đồi Trầu (mẫu), Hà Nội', value: '/noibao @01-M3' },
    ])
    const session = sessionOf(asked)
    expect(isAbout(await open.decide('2', { session }), '01-M3')).toBe(true)
    expect(isAbout(await open.decide('đồi trầu', { session }), '01-M3')).toBe(true)
  })

  it('of the same place in another spelling is not told', async () => {
    expect(textOf(await open.decide('công an Hanoi ở đâu'))).not.toContain('“')
  })

  it('is dated as the register of offices dates it', async () => {
    const { offices } = open.base.content.knowledge
    const ended = (id: string) => showDay(dayAfter(offices.get(id)?.until ?? ''))
    for (const locale of ['vi', 'en'])
      for (const key of ['district', 'districtMany', 'unknownDistrict']) {
        const text = open.base.content.translate(locale)(`places.${key}`)
        expect(text).toContain(ended('district-police'))
        expect(text).toContain(ended('district-committee'))
      }
  })
})

describe('every unit of the table', () => {
  it(
    'is found by its name and each old name, with and without marks, in two turns at most',
    { timeout: 60_000 },
    async () => {
      const units = (await open.base.storage.units.all()).filter(({ kind }) => kind !== 'country')
      expect(units.length).toBeGreaterThan(45)
      const missed: string[] = []
      for (const { code, name, oldNames } of units) {
        for (const written of [name, name.replace(' (mẫu)', ''), ...oldNames]) {
          const plain = written.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D')
          for (const text of [`công an ${written} ở đâu`, `cong an ${plain} o dau`, `báo cho ai ở ${written}`]) {
            const first = await open.decide(text)
            const choice = valuesOf(first).find((value) => value === `/noibao @${code}`)
            const second = choice === undefined ? first : await open.decide(choice, { session: sessionOf(first) })
            if (!isAbout(second, code)) missed.push(`${text} → ${code}`)
          }
        }
      }
      expect(missed).toEqual([])
    },
  )

  it('is told no office that no longer exists, but to say so', async () => {
    const { offices } = open.base.content.knowledge
    const find = createFindOffices(offices, 'vi')
    const today = dayInVietnam(open.clock.now())
    for (const { code, kind } of await open.base.storage.units.all()) {
      if (kind === 'country') continue
      const named = find(textOf(await open.decide(`/noibao @${code}`)))
      expect(named.length).toBeGreaterThan(0)
      expect(named.filter(({ office }) => !existsOn(office, today))).toEqual([])
    }
  })
})

describe('who is on duty', () => {
  it('is said yes or no, for the place or the ones above it', async () => {
    const say = async (code: string) => textOf(await open.decide(`/noibao @${code}`))
    expect(await say('80-M1')).toContain(open.words('places.nobody'))
    await putOnDuty(open.base, await addOfficer(open.base, '80'))
    expect(await say('80-M1')).toContain(open.words('places.onDuty'))
    expect(await say('80-M1')).not.toContain(open.words('places.nobody'))
    expect(await say('91-M1')).toContain(open.words('places.nobody'))
  })
})

describe('the telephone of a place', () => {
  const change = async (code: string, phone: Unit['phone']) => {
    const unit = await open.base.places.find(code)
    if (unit === undefined) throw new Error(`no unit ${code}`)
    const { phone: _before, ...rest } = unit
    await open.base.storage.units.put([phone === undefined ? rest : { ...rest, phone }])
    open.clock.advance(11_000)
  }
  const verified = (days: number) => ({
    number: '024 0000 0000',
    verifiedOn: daysAfter(dayInVietnam(open.clock.now()), -days),
  })
  const say = async (code: string) => textOf(await open.decide(`/noibao @${code}`))

  it('is given with the day of its last look, and left out when that is over 180 days ago', async () => {
    expect(await say('01-M1')).toContain(open.words('places.noPhone'))
    for (const days of [0, 90, 180]) {
      await change('01-M1', verified(days))
      const day = showDay(verified(days).verifiedOn)
      expect(await say('01-M1')).toContain(
        `Điện thoại công an xã Sông Mây (mẫu): 024 0000 0000 (kiểm tra lần cuối ngày ${day}).`,
      )
    }
    for (const days of [181, -1]) {
      await change('01-M1', verified(days))
      expect(await say('01-M1')).not.toContain('024')
      expect(await say('01-M1')).toContain(open.words('places.noPhone'))
    }
  })

  it('of a school stands beside that of the police of its commune', async () => {
    await change('01-M1', verified(1))
    await change('01-M1-T1', { ...verified(1), number: '024 1111 1111' })
    const text = await say('01-M1-T1')
    expect(text).toContain('Điện thoại trường Tiểu học Sông Mây (mẫu): 024 1111 1111')
    expect(text).toContain('Điện thoại công an xã Sông Mây (mẫu): 024 0000 0000')
  })
})

describe('the button under a place', () => {
  it('begins a tip that knows the place and does not ask for it', async () => {
    const begun = await open.decide('/baotin @38-M1')
    expect(said(begun)).toEqual([
      open.words('tip.anonymityChat').replace('{{url}}', 'http://localhost:8080'),
      open.words('tip.words'),
    ])
    const told = await open.decide('bạn cùng lớp hay bị trêu', { session: sessionOf(begun) })
    expect(sessionOf(told)).toMatchObject({ step: 'kind', vars: { words: 'bạn cùng lớp hay bị trêu' } })
    const kind = await open.decide('9', { session: sessionOf(told) })
    expect(sessionOf(kind)).toMatchObject({
      step: 'when',
      vars: { unit: '38-M1', placeName: 'Xã Suối Lau (mẫu), Thanh Hóa' },
    })
  })

  it.each(['/baotin @99-NONE', '/baotin @', '/baotin @38-M1 và thêm lời'])(
    'is nothing else: the words of “%s” are words',
    async (text) => {
      expect(sessionOf(await open.decide(text)).vars).toMatchObject({ words: text.slice('/baotin '.length) })
    },
  )

  it('of a place that is gone says that it is not in the table', async () => {
    expect(textOf(await open.decide('/noibao @99-NONE'))).toContain(begins('places.unknown'))
  })
})
