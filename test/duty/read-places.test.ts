import { describe, expect, it } from 'vitest'
import type { Unit } from '../../src/core/unit.ts'
import { createPlaces } from '../../src/duty/places.ts'
import { openTemporaryStorage } from '../support/temporary-storage.ts'

function unit(code: string, name: string, kind: Unit['kind'], parent: string | undefined, ...oldNames: string[]): Unit {
  return { code, name, kind, parent, oldNames, isSample: true }
}

const table: readonly Unit[] = [
  unit('VN', 'Việt Nam', 'country', undefined),
  unit('01', 'Hà Nội', 'province', 'VN', 'Hanoi', 'Hà Tây'),
  unit('01-1', 'Xã Sông Mây (mẫu)', 'commune', '01', 'Mây Thượng', 'Huyện Ba Vì'),
  unit('01-2', 'Xã Đồi Trầu (mẫu)', 'commune', '01', 'Huyện Ba Vì'),
  unit('25', 'Phú Thọ', 'province', 'VN', 'Hòa Bình'),
  unit('25-1', 'Phường Hòa Bình', 'commune', '25', 'Thành phố Hòa Bình'),
  unit('86', 'Vĩnh Long', 'province', 'VN', 'Bến Tre'),
]

async function open() {
  const storage = await openTemporaryStorage()
  await storage.units.put(table)
  const prefixes = ['xã', 'phường', 'huyện', 'thành phố', 'tỉnh']
  return createPlaces({ storage, clock: { now: () => new Date(0) }, prefixes })
}

describe('what a sentence says of places', () => {
  it.each([
    // the sentence: the units by their codes with the names they are meant by, whether that is sure, and the rest
    ['công an xã Sông Mây ở đâu', [['01-1', ['Xã Sông Mây (mẫu)'], true]], 'công an | | | ở đâu |'],
    ['cong an xa song may o dau', [['01-1', ['Xã Sông Mây (mẫu)'], true]], 'cong an | | | o dau |'],
    ['song may o dau', [['01-1', ['Xã Sông Mây (mẫu)'], false]], '| | o dau |'],
    ['Sông Mây ở đâu?', [['01-1', ['Xã Sông Mây (mẫu)'], true]], '| | ở đâu |'],
    ['Mây Thượng, Hà Tây', [['01-1', ['Mây Thượng'], true]], '| | | | | |'],
    [
      'huyện Ba Vì',
      [
        ['01-1', ['Huyện Ba Vì'], true],
        ['01-2', ['Huyện Ba Vì'], true],
      ],
      '| | | |',
    ],
    ['Sông Mây, Ba Vì', [['01-1', ['Xã Sông Mây (mẫu)', 'Huyện Ba Vì'], true]], '| | | | | |'],
    ['Nhà bên trẻ bị đánh', [], 'Nhà bên trẻ bị đánh |'],
    ['nha ben tre bi danh', [['86', ['Bến Tre'], false]], 'nha | | bi danh |'],
    ['tỉnh Bên Tre', [], 'tỉnh Bên Tre |'],
    ['xã Sống Mây', [['01-1', ['Xã Sông Mây (mẫu)'], true]], '| | | |'],
    ['xin chào bạn', [], 'xin chào bạn |'],
  ])('“%s”', async (text, named, rest) => {
    const places = await open()
    const read = await places.read(text)
    expect(read.named.map((each) => [each.unit.code, each.names, each.isSure])).toEqual(named)
    expect(read.rest.replace(/^\| /, '')).toBe(rest)
  })

  it('takes the name that fits better where two stand in one place', async () => {
    const places = await open()
    const names = async (text: string) =>
      Object.fromEntries((await places.read(text)).named.map((each) => [each.unit.code, each.names]))
    expect(await names('phường Hòa Bình')).toMatchObject({ '25-1': ['Phường Hòa Bình'] })
    expect(await names('thành phố Hòa Bình')).toMatchObject({ '25-1': ['Thành phố Hòa Bình'] })
    expect(await names('ở Hòa Bình')).toMatchObject({ '25-1': ['Phường Hòa Bình'], '25': ['Hòa Bình'] })
  })

  it('finds the units in the order of the search', async () => {
    const places = await open()
    for (const text of ['huyện Ba Vì', 'ở Hòa Bình, Phú Thọ', 'xã Sông Mây, Vĩnh Long'])
      expect((await places.read(text)).named.map((each) => each.unit)).toEqual(await places.search(text))
  })
})
