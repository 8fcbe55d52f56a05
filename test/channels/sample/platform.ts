/** Something that somebody wrote, as the platform tells it. */
export interface Letter {
  readonly number: number
  readonly phone: string
  readonly words: string
}

/** How the platform answers: with the number of what it took, or with a word for what is wrong. */
export type Reply =
  | { readonly number: number }
  | { readonly wrong: 'nobody' | 'busy' | 'broken' | 'forbidden' | 'account'; readonly waitSeconds?: number }

/** A platform that lives in the test: telephones that show short messages. */
export function createSamplePlatform() {
  const phones = new Map<string, { readonly text: string; readonly buttons: readonly string[] }[]>()
  const kept: Letter[] = []
  const sent = new Map<string, number>()
  let faults: Reply[] = []
  let reader: ((letter: Letter) => Promise<unknown>) | undefined
  let last = 0
  const hand = async (letter: Letter): Promise<void> => {
    await reader?.(letter)
    if (reader !== undefined && kept.includes(letter)) kept.splice(kept.indexOf(letter), 1)
  }
  const handAll = async (): Promise<void> => {
    for (const letter of [...kept]) await hand(letter)
  }
  return {
    phones,
    faults: { plan: (fault: Reply, times = 1) => void (faults = Array.from({ length: times }, () => fault)) },
    /** Kept until the reader has taken it. */
    async write(phone: string, words: string): Promise<Letter> {
      const letter = { number: ++last, phone, words }
      if (!phones.has(phone)) phones.set(phone, [])
      kept.push(letter)
      await hand(letter)
      return letter
    },
    hand,
    handAll,
    async read(given: typeof reader): Promise<void> {
      reader = given
      await handAll().catch(() => undefined)
    },
    async post(phone: string, text: string, buttons: readonly string[], key: string): Promise<Reply> {
      const fault = faults.shift()
      const screen = phones.get(phone)
      if (fault !== undefined) return fault
      if (screen === undefined) return { wrong: 'nobody' }
      const before = sent.get(key)
      if (before !== undefined) return { number: before }
      screen.push({ text, buttons })
      sent.set(key, ++last)
      return { number: last }
    },
  }
}
export type SamplePlatform = ReturnType<typeof createSamplePlatform>
