/** How long the platform lets an Official Account write to somebody after they last wrote, followed or pressed a menu entry. */
export interface ReplyWindow {
  readonly lastInteractionAt: Date | undefined
  /** Until then writing is free. */
  readonly freeUntil: Date | undefined
  /** From then on writing is refused; between the two it is billed. */
  readonly closesAt: Date | undefined
}

const hourMs = 60 * 60_000
/** How long writing is free, and how long it is possible at all. */
export const replyLimits = { freeMs: 48 * hourMs, openMs: 7 * 24 * hourMs } as const

/** The window that an interaction opens; all undefined when there was none. */
export function windowOf(lastInteractionAt: Date | undefined): ReplyWindow {
  const after = (ms: number) =>
    lastInteractionAt === undefined ? undefined : new Date(lastInteractionAt.getTime() + ms)
  return { lastInteractionAt, freeUntil: after(replyLimits.freeMs), closesAt: after(replyLimits.openMs) }
}
