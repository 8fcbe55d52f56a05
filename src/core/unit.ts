/** A code of the units table: `VN` is the root, two digits a province, longer ones communes and schools. */
export type UnitCode = string

export const unitKinds = ['country', 'province', 'commune', 'school'] as const
export type UnitKind = (typeof unitKinds)[number]

/** A place with a desk. `oldNames` are names before a merger, district names included. `isSample` marks made-up data. */
export interface Unit {
  readonly code: UnitCode
  readonly name: string
  readonly kind: UnitKind
  readonly parent: UnitCode | undefined
  readonly oldNames: readonly string[]
  readonly isSample: boolean
  readonly phone?: UnitPhone
}

/** The number of the police of a place (of a school: its own), and the day (yyyy-mm-dd) on which somebody last called it to see. */
export interface UnitPhone {
  readonly number: string
  readonly verifiedOn: string
}

export const rootUnit: UnitCode = 'VN'

/** A path of places as people say it: without the country. */
export function withoutRoot(path: readonly Unit[]): readonly Unit[] {
  return path.filter(({ code }) => code !== rootUnit)
}
