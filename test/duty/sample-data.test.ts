import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createPlaces } from '../../src/duty/places.ts'
import { readRoster } from '../../src/duty/read-roster.ts'
import { readUnits } from '../../src/duty/read-units.ts'
import { createIds } from '../../src/ids.ts'
import { loadTranslate } from '../../src/translate.ts'
import { openTemporaryStorage } from '../support/temporary-storage.ts'

const words = loadTranslate('locales')('en')
const fileOf = (name: string) => readFileSync(`knowledge/${name}.csv`, 'utf8')
const units = readUnits(fileOf('units'), [], { isSample: false, words })
const samples = readUnits(fileOf('sample-units'), units, { isSample: true, words })

async function places() {
  const storage = await openTemporaryStorage()
  await storage.units.put([...units, ...samples])
  const clock = { now: () => new Date(0) }
  return createPlaces({ storage, clock, prefixes: ['xã', 'phường', 'huyện', 'quận', 'thành phố', 'tp', 'tỉnh'] })
}

describe('the units file', () => {
  it('holds the root and the 34 provinces and cities since 1 July 2025', () => {
    expect(units.filter(({ kind }) => kind === 'country').map(({ code }) => code)).toEqual(['VN'])
    const provinces = units.filter(({ kind }) => kind === 'province')
    expect(provinces.map(({ code }) => code).join(' ')).toBe(
      '01 04 08 11 12 14 15 19 20 22 24 25 31 33 37 38 40 42 44 46 48 51 52 56 66 68 75 79 80 82 86 91 92 96',
    )
    expect(units).toHaveLength(35)
    expect(provinces.every(({ parent }) => parent === 'VN')).toBe(true)
  })

  it('leads each of the 63 former provinces and cities to the one it is part of today', async () => {
    const table = await places()
    const former =
      '01 Hà Nội|04 Cao Bằng|08 Tuyên Quang|08 Hà Giang|11 Điện Biên|12 Lai Châu|14 Sơn La|15 Lào Cai|15 Yên Bái|' +
      '19 Thái Nguyên|19 Bắc Kạn|20 Lạng Sơn|22 Quảng Ninh|24 Bắc Ninh|24 Bắc Giang|25 Phú Thọ|25 Vĩnh Phúc|25 Hòa Bình|' +
      '31 Hải Phòng|31 Hải Dương|33 Hưng Yên|33 Thái Bình|37 Ninh Bình|37 Hà Nam|37 Nam Định|38 Thanh Hóa|40 Nghệ An|' +
      '42 Hà Tĩnh|44 Quảng Trị|44 Quảng Bình|46 Thừa Thiên Huế|48 Đà Nẵng|48 Quảng Nam|51 Quảng Ngãi|51 Kon Tum|' +
      '52 Gia Lai|52 Bình Định|56 Khánh Hòa|56 Ninh Thuận|66 Đắk Lắk|66 Phú Yên|68 Lâm Đồng|68 Đắk Nông|68 Bình Thuận|' +
      '75 Đồng Nai|75 Bình Phước|79 Hồ Chí Minh|79 Bình Dương|79 Bà Rịa - Vũng Tàu|80 Tây Ninh|80 Long An|82 Đồng Tháp|' +
      '82 Tiền Giang|86 Vĩnh Long|86 Bến Tre|86 Trà Vinh|91 An Giang|91 Kiên Giang|92 Cần Thơ|92 Sóc Trăng|92 Hậu Giang|' +
      '96 Cà Mau|96 Bạc Liêu'
    const pairs = former.split('|').map((pair) => [pair.slice(0, 2), pair.slice(3)] as const)
    expect(pairs).toHaveLength(63)
    for (const [code, name] of pairs) {
      expect((await table.search(name)).map((unit) => unit.code)).toEqual([code])
      expect(
        (await table.search(`tinh ${name.normalize('NFD').replace(/\p{M}/gu, '')}`)).map((unit) => unit.code),
      ).toEqual([code])
    }
  })

  it.each(['TP HCM', 'tp.hcm', 'Sài Gòn', 'saigon', 'Thành phố Hồ Chí Minh'])(
    'knows the city as "%s"',
    async (name) => {
      expect((await (await places()).search(name)).map(({ code }) => code)).toEqual(['79'])
    },
  )
})

describe('the sample units file', () => {
  it('says of each of its units that it is made up', () => {
    expect(samples.every(({ name, code, isSample }) => name.endsWith('(mẫu)') && /-M\d/.test(code) && isSample)).toBe(
      true,
    )
  })

  it('finds each commune by its name and by its old names', async () => {
    const table = await places()
    for (const { code, name, oldNames } of samples)
      for (const written of [name, name.replace(' (mẫu)', ''), ...oldNames])
        expect((await table.search(written)).map((unit) => unit.code)).toContain(code)
  })

  it('has three communes and a school in each of four provinces', () => {
    for (const province of ['01', '38', '80', '91']) {
      const communes = samples.filter(({ parent }) => parent === province).map(({ code }) => code)
      expect(communes).toHaveLength(3)
      expect(samples.filter(({ parent }) => communes.includes(parent ?? ''))).toHaveLength(1)
    }
  })
})

describe('the sample roster file', () => {
  it('puts the sample officer on duty for the whole country until further notice', () => {
    const officer = { id: 'o-1', alias: 1, name: 'Cán bộ trực mẫu', role: 'officer', unit: 'VN' } as const
    const officers = [{ ...officer, isActive: true, createdAt: new Date(0) }]
    const shifts = readRoster(fileOf('sample-roster'), { officers, units, ids: createIds(), words })
    expect(shifts.map(({ officer, unit, tier, endsAt }) => [officer, unit, tier, endsAt])).toEqual([
      ['o-1', 'VN', 1, undefined],
    ])
  })
})
