import { findLeaks, type Haystack } from './find-leaks.ts'

/** What a platform or a browser tells beside the words: each kind by a beginning that stands nowhere else. */
export const canaryKinds = {
  telegramId: '731042855100',
  zaloId: '882647193050',
  firstName: 'kanariviet',
  lastName: 'kanaringuyen',
  username: 'kanariuzer',
  cardPhone: '849874120030',
  cardName: 'kanaricard',
  forwardedName: 'kanariforward',
  mentionedName: 'kanarimention',
  quotedWords: 'kanariquote',
  fileName: 'kanarifile',
  exif: 'kanariexif',
  photoId: 'kanariphoto',
  location: '16.0473291',
  displayName: 'kanaridisplay',
  userAgent: 'kanariagent',
  referrer: 'kanarireferrer',
  cookie: 'kanaricookie',
  networkAddress: '2001:db8:73a4:91c2::',
} as const
export type CanaryKind = keyof typeof canaryKinds

const kinds = Object.keys(canaryKinds) as CanaryKind[]

/** The canary of one kind and person; no two are the same. */
export function canary(kind: CanaryKind, person: number): string {
  return `${canaryKinds[kind]}${String(person).padStart(4, '0')}`
}

/** Where canaries stand, in any shape, but for those that are `meant` to be seen. */
export function findCanaries(haystacks: readonly Haystack[], meant: readonly string[]): readonly string[] {
  const unmeant = haystacks.map(({ place, bytes }) => {
    const text = meant.reduce((left, value) => left.replaceAll(value, ''), bytes.toString('latin1'))
    return { place, bytes: Buffer.from(text, 'latin1') }
  })
  return findLeaks(
    unmeant,
    kinds.map((kind) => canaryKinds[kind]),
  ).map((leak) => leak.replace(/value (\d+)$/, (_all, index: string) => kinds[Number(index)] ?? ''))
}
