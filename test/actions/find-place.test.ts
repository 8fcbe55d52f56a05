import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openActions, type OpenActions } from './open-actions.ts'

let open: OpenActions
beforeAll(async () => {
  open = await openActions()
})
afterAll(() => open.close())
const find = (text: string, locale = 'vi') =>
  open.actions['find-place']({ text }, open.context('telegram:lan', { contact: { locale } }))

describe('a place in somebody’s words', () => {
  it.each([
    ['a province', 'thanh hoa', '38', 'Thanh Hóa'],
    ['a commune, named with its province', 'nhà em ở xã Suối Lau', '38-M1', 'Xã Suối Lau (mẫu), Thanh Hóa'],
    ['a school, named with all above it', '@38-M1-T1', '38-M1-T1', ''],
  ])('is found: %s', async (_what, text, unit, placeName) => {
    const { result, vars, lines } = await find(text)
    expect(result).toBe('found')
    expect(vars?.unit).toBe(unit)
    if (placeName !== '') expect(vars?.placeName).toBe(placeName)
    else expect(vars?.placeName).toMatch(/, Xã Suối Lau \(mẫu\), Thanh Hóa$/)
    expect(lines).toBeUndefined()
  })

  it('meant by several is offered by name, each with a code that chooses it', async () => {
    const { result, vars, lines } = await find('huyện Quan Hóa')
    expect(result).toBe('many')
    expect(vars).toEqual({ unit: '', placeName: 'huyện Quan Hóa' })
    expect(lines).toEqual([
      {
        key: 'tip.placeMany',
        choices: [
          { text: 'Xã Suối Lau (mẫu), Thanh Hóa', value: '@38-M1' },
          { text: 'Xã Bản Nứa Vàng (mẫu), Thanh Hóa', value: '@38-M2' },
        ],
      },
    ])
    expect(await find('@38-M2')).toMatchObject({ result: 'found', vars: { unit: '38-M2' } })
  })

  it('meant by many is offered six times at most', async () => {
    const communes = Array.from({ length: 9 }, (_, index) => ({
      code: `80-X${index}`,
      name: `Xã Số ${index}`,
      kind: 'commune' as const,
      parent: '80',
      oldNames: ['Huyện Chín Xã'],
      isSample: true,
    }))
    await open.base.storage.units.put(communes)
    open.clock.advance(60_000)
    const { result, lines } = await find('huyện Chín Xã')
    expect(result).toBe('many')
    expect(lines?.[0]?.choices).toHaveLength(6)
  })

  it.each([['ở ngoài đồng'], ['@99-NONE'], ['@'], ['Việt Nam']])('%s is no place: the words are kept', async (text) => {
    expect(await find(text)).toEqual({ result: 'unknown', vars: { unit: '', placeName: text } })
  })

  it('not given is said so in the contact’s language', async () => {
    expect(await find('')).toEqual({ result: 'none', vars: { unit: '', placeName: 'chưa rõ nơi' } })
    const words = open.base.content.translate('en')
    expect((await find('', 'en')).vars?.placeName).toBe(words('status.unknownPlace'))
    expect(words('status.unknownPlace')).not.toBe('chưa rõ nơi')
  })
})
