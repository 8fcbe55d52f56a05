import type { UnitCode } from './unit.ts'

export const roles = ['officer', 'supervisor', 'admin'] as const
export type Role = (typeof roles)[number]

/** Staff, never tipsters. `name` is shown inside the console only; tipsters see the alias number. */
export interface Officer {
  readonly id: string
  readonly alias: number
  readonly name: string
  readonly role: Role
  readonly unit: UnitCode
  readonly isActive: boolean
  readonly createdAt: Date
}

/** Someone is on duty from `startsAt` (inclusive) to `endsAt` (exclusive; undefined = until further notice). */
export interface DutyShift {
  readonly id: string
  readonly officer: string
  readonly unit: UnitCode
  readonly tier: 1 | 2 | 3
  readonly startsAt: Date
  readonly endsAt: Date | undefined
}
