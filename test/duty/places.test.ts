import { describe, expect, it } from 'vitest'
import type { Unit } from '../../src/core/unit.ts'
import { createPlaces } from '../../src/duty/places.ts'
import { openTemporaryStorage } from '../support/temporary-storage.ts'

const prefixes = ['xã', 'phường', 'đặc khu', 'thị trấn', 'huyện', 'quận', 'thị xã', 'thành phố', 'tp', 'tỉnh']

function unit(code: string, name: string, kind: Unit['kind'], parent: string | undefined, ...oldNames: string[]): Unit {
  return { code, name, kind, parent, oldNames, isSample: true }
}

const table: readonly Unit[] = [
  unit('VN', 'Việt Nam', 'country', undefined),
  unit('25', 'Phú Thọ', 'province', 'VN', 'Vĩnh Phúc', 'Hòa Bình'),
  unit('25-1', 'Phường Hòa Bình', 'commune', '25', 'Thành phố Hòa Bình'),
  unit('25-2', 'Xã Tân Phú', 'commune', '25', 'Huyện Tân Sơn'),
  unit('38', 'Thanh Hóa', 'province', 'VN'),
  unit('38-1', 'Xã Suối Lau (mẫu)', 'commune', '38', 'Lau Thượng', 'Huyện Quan Hóa'),
  unit('38-2', 'Xã Nứa Vàng (mẫu)', 'commune', '38', 'Huyện Quan Hóa'),
  unit('38-3', 'Phường Bờ Trăng (mẫu)', 'commune', '38', 'Huyện Tĩnh Gia'),
  unit('38-4', 'Xã Tân Lập', 'commune', '38'),
  unit('38-5', 'Xã Tấn Lập', 'commune', '38'),
  unit('52', 'Gia Lai', 'province', 'VN'),
  unit('38-1-T', 'Trường Tiểu học Suối Lau (mẫu)', 'school', '38-1'),
  unit('79', 'Thành phố Hồ Chí Minh', 'province', 'VN', 'TP HCM', 'Bà Rịa - Vũng Tàu'),
  unit('79-1', 'Phường Vũng Tàu', 'commune', '79', 'Phường 5', 'Quận 1'),
  unit('82', 'Đồng Tháp', 'province', 'VN', 'Tiền Giang'),
  unit('82-1', 'Xã Tân Phú', 'commune', '82'),
  unit('82-2', 'Xã Tân Phú Đông', 'commune', '82'),
]

async function start(units = table) {
  const storage = await openTemporaryStorage()
  await storage.units.put(units)
  let now = new Date('2026-11-22T03:00:00Z')
  const places = createPlaces({ storage, clock: { now: () => now }, prefixes })
  return { storage, places, wait: (ms: number) => (now = new Date(now.getTime() + ms)) }
}

describe('a search for places', () => {
  it.each([
    ['a province', 'Thanh Hóa', ['38']],
    ['a province with its kind', 'tỉnh Thanh Hóa', ['38']],
    ['no tone marks', 'thanh hoa', ['38']],
    ['capitals and spaces', '  THANH   HÓA ', ['38']],
    ['marks written apart', 'Thanh Hóa'.normalize('NFD'), ['38']],
    ['the tone on the other vowel', 'Thanh Hoá', ['38']],
    ['đ as d', 'dong thap', ['82']],
    ['a former province', 'Tiền Giang', ['82']],
    ['a former province with a dash, written without', 'ba ria vung tau', ['79']],
    ['a short spelling', 'tp.HCM', ['79']],
    ['the name alone', 'Hồ Chí Minh', ['79']],
    ['a commune with its kind', 'xã Suối Lau', ['38-1']],
    ['a commune without its kind', 'suoi lau', ['38-1']],
    ['a commune with the remark of its name', 'Xã Suối Lau (mẫu)', ['38-1']],
    ['a commune in a sentence', 'Dạ nhà em ở xã Suối Lau gần chợ ạ.', ['38-1']],
    ['an old commune', 'Lau Thượng', ['38-1']],
    ['an old district, to all that came of it', 'huyện Quan Hóa', ['38-1', '38-2']],
    ['an old district that begins like the word for a kind', 'quan hoa', ['38-1', '38-2']],
    ['an old district that begins like the word for a province', 'Tĩnh Gia', ['38-3']],
    ['a commune and its old district', 'Suối Lau, Quan Hóa', ['38-1']],
    ['a commune and its province', 'xã Tân Phú, tỉnh Đồng Tháp', ['82-1']],
    ['a commune and its former province', 'Tân Phú, Vĩnh Phúc', ['25-2']],
    ['a commune, its old district and its province', 'Tân Phú - Tân Sơn - Phú Thọ', ['25-2']],
    ['a commune of several provinces', 'Tân Phú', ['25-2', '82-1']],
    ['the longer of two names that begin alike', 'Tân Phú Đông', ['82-2']],
    ['two names that only together look like a third', 'Tân Phú, Đông Hòa', ['25-2', '82-1']],
    ['a province that reads like a district without its marks', 'tỉnh Gia Lai', ['52']],
    ['one of two names that differ in their marks', 'Tấn Lập', ['38-5']],
    ['both when no marks are written', 'tan lap', ['38-4', '38-5']],
    ['both when neither has the marks that are written', 'Tản Lập', ['38-4', '38-5']],
    ['a name with a wrong mark', 'xã Suồi Lau', ['38-1']],
    ['a school', 'Trường Tiểu học Suối Lau', ['38-1-T']],
    ['a school, its commune and its province', 'Trường tiểu học Suối Lau, xã Suối Lau, Thanh Hóa', ['38-1-T']],
    ['a commune that has the name of its former province', 'Hòa Bình', ['25', '25-1']],
    ['the same, with the word for a commune', 'phường Hòa Bình', ['25-1', '25']],
    ['the same, with the province beside it', 'phường Hòa Bình, Phú Thọ', ['25-1']],
    ['the same name twice', 'phường Hòa Bình, tỉnh Hòa Bình', ['25-1']],
    ['a commune whose name is a part of its former province', 'Vũng Tàu', ['79-1']],
    ['a name that is a number, with its kind', 'em ở phường 5', ['79-1']],
    ['a name that is a number, alone', '5', ['79-1']],
    ['a number that is no name', 'lúc 5 giờ, 1 người', []],
    ['a place and one it is not in', 'xã Suối Lau, Đồng Tháp', ['82', '38-1']],
    ['words that hold a name without being it', 'suối laung', []],
    ['one syllable of a name', 'Hóa', []],
    ['the country', 'Việt Nam', []],
    ['no place', 'em không biết', []],
    ['nothing', '', []],
    ['nothing but marks', ' ,.;! ', []],
  ])('finds %s', async (_what, text, codes) => {
    const { places } = await start()
    expect((await places.search(text)).map(({ code }) => code)).toEqual(codes)
  })

  it('finds one of 3,400 units by its name and its province', async () => {
    const many = Array.from({ length: 34 }, (_, p) => [
      unit(`P${p}`, `Tỉnh Số ${p} Đây`, 'province', 'VN'),
      ...Array.from({ length: 100 }, (_, c) => unit(`P${p}-${c}`, `Xã Làng ${c} Kia`, 'commune', `P${p}`)),
    ]).flat()
    const { places } = await start([unit('VN', 'Việt Nam', 'country', undefined), ...many])
    expect((await places.search('xa lang 42 kia, so 17 day')).map(({ code }) => code)).toEqual(['P17-42'])
  })
})

describe('the places', () => {
  it('answers a unit by its code', async () => {
    const { places } = await start()
    expect(await places.find('38')).toEqual(table.find(({ code }) => code === '38'))
    expect(await places.find('99')).toBeUndefined()
  })

  it.each([
    ['38-1-T', ['38-1-T', '38-1', '38', 'VN']],
    ['VN', ['VN']],
    ['99', []],
  ])('climbs from %s to the root', async (code, codes) => {
    const { places } = await start()
    expect((await places.path(code)).map((place) => place.code)).toEqual(codes)
  })

  it.each([
    ['38', ['38', '38-1', '38-1-T', '38-2', '38-3', '38-4', '38-5']],
    ['38-1-T', ['38-1-T']],
    ['VN', table.map(({ code }) => code)],
    ['99', ['99']],
  ])('lists %s and everything below it', async (code, codes) => {
    const { places } = await start()
    expect((await places.below(code)).toSorted()).toEqual(codes.toSorted())
  })

  it('climbs and lists a circle once', async () => {
    const { places } = await start([unit('A', 'Xã A', 'commune', 'B'), unit('B', 'Xã B', 'commune', 'A')])
    expect((await places.path('A')).map(({ code }) => code)).toEqual(['A', 'B'])
    expect(await places.below('A')).toEqual(['A', 'B'])
  })

  it('sees an import by another process within 10 seconds, and does not read the table at every question', async () => {
    const { storage, places, wait } = await start()
    expect(await places.find('99')).toBeUndefined()
    await storage.units.put([unit('99', 'Xã Mới', 'commune', '38')])
    expect(await places.find('99')).toBeUndefined()
    wait(10_001)
    expect((await places.find('99'))?.name).toBe('Xã Mới')
  })

  it('reads again after a failure', async () => {
    const { storage } = await start()
    let asked = 0
    const units = {
      ...storage.units,
      async all() {
        asked += 1
        if (asked === 1) throw new Error('the database is away')
        return storage.units.all()
      },
    }
    const places = createPlaces({ storage: { units }, clock: { now: () => new Date(0) }, prefixes })
    await expect(places.find('38')).rejects.toThrow('the database is away')
    expect((await places.find('38'))?.name).toBe('Thanh Hóa')
  })
})
