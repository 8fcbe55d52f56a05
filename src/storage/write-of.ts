import type { Write } from '../core/write.ts'

/** The write of that name. */
export type WriteOf<Name extends Write['write']> = Extract<Write, { readonly write: Name }>
