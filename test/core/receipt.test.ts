import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeReceipt, readReceipt, showReceipt } from '../../src/core/receipt.ts'

const digits15 = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 15, maxLength: 15 })
  .map((digits) => digits.join(''))

describe('a receipt', () => {
  it('is shown in four groups of four', () => {
    expect(showReceipt('1234567890123452')).toBe('1234-5678-9012-3452')
  })

  it.each([
    '1234567890123452',
    '1234-5678-9012-3452',
    ' 1234 5678 9012 3452 ',
    '1234–5678—9012.3452',
    '1234\u20115678\u20119012\u20113452',
    '1234\u200b5678\u200b9012\u200b3452',
    '1234_5678_9012_3452',
    '1234 - 5678 - 9012 - 3452',
    '１２３４－５６７８－９０１２－３４５２',
    'Mã tra cứu của bạn: 1234-5678-9012-3452',
    'Tin đã gửi. Mã tra cứu của bạn: 1234-5678-9012-3452\nGhi mã vào chỗ chỉ bạn biết. Gọi 111.',
    'mã 1234-5678-9012-3452\n113',
    '1234-5678\n9012-3452',
  ])('is read from %s', (typed) => {
    expect(readReceipt(typed)).toEqual({ kind: 'receipt', receipt: '1234567890123452' })
  })

  it.each([
    '',
    '123',
    '12345678901234567',
    '1234-5678-9012-345x',
    'abc',
    '1234-5678-9012-3452 và 1234-5678-9012-3452',
    '0912 345 678',
    '1234-5678-9012-3452-7',
  ])('is refused for its length: %s', (typed) => {
    expect(readReceipt(typed)).toEqual({ kind: 'wrong-length' })
  })

  it('comes back from every form it is shown in', () => {
    fc.assert(
      fc.property(digits15, (digits) => {
        const receipt = makeReceipt(digits)
        expect(readReceipt(showReceipt(receipt))).toEqual({ kind: 'receipt', receipt })
      }),
    )
  })

  it('shows every single wrong digit', () => {
    fc.assert(
      fc.property(digits15, fc.integer({ min: 0, max: 15 }), fc.integer({ min: 1, max: 9 }), (digits, at, shift) => {
        const receipt = makeReceipt(digits)
        const wrong = receipt.slice(0, at) + String((Number(receipt[at]) + shift) % 10) + receipt.slice(at + 1)
        expect(readReceipt(wrong)).toEqual({ kind: 'wrong-digit' })
      }),
    )
  })

  it('is made of 15 digits only', () => {
    expect(() => makeReceipt('12')).toThrow('15 digits')
  })
})
