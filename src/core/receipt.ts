/**
 * A receipt is 16 decimal digits, the last a Luhn check digit (ISO/IEC 7812-1 annex B): 15 random digits are about 50 bits.
 * Shown as 1234-5678-9012-3456; read as people type and copy it.
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

/** What may stand between two digits of a receipt; over a line break only where nothing else makes sixteen. */
const inLine = '[\\p{Zs}\\t\\p{Pd}\\u2212._]{0,3}'
const overLines = '[\\s\\p{Pd}\\u2212._]{0,4}'

/**
 * Reads the one group of 16 digits in what someone typed or copied, whatever else stands beside it. `wrong-digit` means 16
 * digits whose check digit does not fit: a typing slip.
 */
export function readReceipt(typed: string): ReceiptReading {
  const [group, ...more] = receiptGroups(plainDigits(typed))
  if (group === undefined || more.length > 0) return { kind: 'wrong-length' }
  const digits = group.replace(/\D/g, '')
  if (checkDigit(digits.slice(0, 15)) !== digits[15]) return { kind: 'wrong-digit' }
  return { kind: 'receipt', receipt: digits }
}

/** What stands beside the one group of 16 digits; undefined where there is none, or more than one. */
export function besideReceipt(typed: string): string | undefined {
  const text = plainDigits(typed)
  const [group, ...more] = receiptGroups(text)
  return group === undefined || more.length > 0 ? undefined : text.replace(group, ' ')
}

function plainDigits(text: string): string {
  return text.normalize('NFKC').replace(/\p{Cf}/gu, '')
}

function receiptGroups(text: string): readonly string[] {
  const of16 = (between: string): readonly string[] => {
    const groups = text.match(new RegExp(`\\d(?:${between}\\d)*`, 'gu')) ?? []
    return groups.filter((group) => group.replace(/\D/g, '').length === 16)
  }
  const found = of16(inLine)
  return found.length > 0 ? found : of16(overLines)
}
