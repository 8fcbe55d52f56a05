/**
 * A receipt is 16 decimal digits, the last a Luhn check digit (ISO/IEC 7812-1 annex B): 15 random digits are about 50 bits.
 * Shown as 1234-5678-9012-3456; read with or without dashes and spaces.
 */
export function checkDigit(digits15: string): string {
  let sum = 0
  for (let i = 0; i < digits15.length; i++) {
    const digit = Number(digits15[digits15.length - 1 - i])
    const doubled = i % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return String((10 - (sum % 10)) % 10)
}

/** A receipt out of 15 random digits. */
export function makeReceipt(digits15: string): string {
  if (!/^\d{15}$/.test(digits15)) throw new Error('a receipt is made of 15 digits')
  return digits15 + checkDigit(digits15)
}

/** As shown: four groups of four. */
export function showReceipt(receipt: string): string {
  return receipt.replace(/(\d{4})(?=\d)/g, '$1-')
}

export type ReceiptReading =
  | { readonly kind: 'receipt'; readonly receipt: string }
  | { readonly kind: 'wrong-length' }
  | { readonly kind: 'wrong-digit' }

/** Reads what someone typed. `wrong-digit` means 16 digits whose check digit does not fit: a typing slip. */
export function readReceipt(typed: string): ReceiptReading {
  const digits = typed.replace(/[\s\-–—.]/g, '')
  if (!/^\d{16}$/.test(digits)) return { kind: 'wrong-length' }
  if (checkDigit(digits.slice(0, 15)) !== digits[15]) return { kind: 'wrong-digit' }
  return { kind: 'receipt', receipt: digits }
}
