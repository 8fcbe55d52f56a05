/** What the fake answers over HTTP. A string body is sent as it is. */
export interface FakeAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

/** What is asked for, as faults are planned for it. */
export const fakeMethods = ['token', 'send', 'upload', 'quota', 'account', 'media'] as const
export type FakeMethod = (typeof fakeMethods)[number]

/**
 * A way of going wrong. `drops-before` and `drops-after` cut the connection without and with having acted; `hangs` never
 * answers and does not act; `late` acts and answers after a while.
 */
export type FakeFault =
  | { readonly code: number }
  | { readonly status: number; readonly retryAfter?: string; readonly location?: string; readonly body?: string }
  | { readonly late: number }
  | 'hangs'
  | 'drops-before'
  | 'drops-after'

/** Which requests go wrong, and how. */
export interface FaultPlan {
  /** The next `times` requests of that kind. */
  add(method: FakeMethod, fault: FakeFault, times: number): void
  next(method: FakeMethod): FakeFault | undefined
  clear(): void
}

export function createFaultPlan(): FaultPlan {
  const planned: { readonly method: FakeMethod; readonly fault: FakeFault; left: number }[] = []
  return {
    add(method, fault, times) {
      planned.push({ method, fault, left: times })
    },
    next(method) {
      const due = planned.find((each) => each.method === method && each.left > 0)
      if (due !== undefined) due.left--
      return due?.fault
    },
    clear() {
      planned.length = 0
    },
  }
}
