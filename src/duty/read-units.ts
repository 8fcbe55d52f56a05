import type { Words } from '../core/ports.ts'
import { rootUnit, unitKinds, type Unit, type UnitKind } from '../core/unit.ts'
import { createImportFaults, type ImportFaults } from './import-faults.ts'
import { readUnitPhone } from './unit-phone.ts'
import { readRecords } from './read-records.ts'

const columns = ['code', 'name', 'kind', 'parent', 'old_names'] as const
const phoneColumns = ['phone', 'phone_verified'] as const

/** What a unit of each kind is directly part of. A unit is always part of another kind, so there can be no circle. */
const parentKinds: Readonly<Record<UnitKind, UnitKind | undefined>> = {
  country: undefined,
  province: 'country',
  commune: 'province',
  school: 'commune',
}

/** A line as it was read; `kind` is undefined when it is none. */
interface Draft extends Omit<Unit, 'kind'> {
  readonly line: number
  readonly kind: UnitKind | undefined
}

/**
 * Reads a units file (columns code, name, kind, parent, old_names; `;` between old names; optional phone, phone_verified),
 * in any order of lines. A parent is in the file or `known`; a line may change a known unit, but not its kind, on which
 * others rely. A file without the columns of the telephone leaves known numbers as they are. Throws a `ContentError` that
 * names every bad line.
 */
export function readUnits(
  csv: string,
  known: readonly Unit[],
  options: { readonly isSample: boolean; readonly words: Words },
): readonly Unit[] {
  const faults = createImportFaults(options.words)
  const phones = new Map(known.map(({ code, phone }) => [code, phone]))
  const drafts = readRecords(csv, columns, faults, phoneColumns).map(({ line, cells }): Draft => {
    const phone = readUnitPhone(cells.phone, cells.phone_verified, phones.get(cells.code), line, faults)
    const kind = unitKinds.find((kind) => kind === cells.kind)
    if (kind === undefined) faults.add(line, 'unknown-kind', { kind: cells.kind, kinds: unitKinds.join(', ') })
    return {
      line,
      code: cells.code,
      name: cells.name,
      kind,
      parent: cells.parent === '' ? undefined : cells.parent,
      oldNames: readOldNames(cells.old_names),
      isSample: options.isSample,
      ...(phone === undefined ? {} : { phone }),
    }
  })
  const kindsBefore = new Map(known.map(({ code, kind }) => [code, kind]))
  const kinds = new Map([...kindsBefore, ...drafts.map(({ code, kind }) => [code, kind] as const)])
  const firstLines = new Map<string, number>()
  for (const draft of drafts) {
    checkItself(draft, faults)
    const { line, code, kind } = draft
    const before = kindsBefore.get(code)
    if (before !== undefined && kind !== undefined && before !== kind)
      faults.add(line, 'kind-changed', { code, kind: before })
    const firstLine = firstLines.get(code)
    if (firstLine === undefined) firstLines.set(code, line)
    else if (code !== '') faults.add(line, 'code-twice', { code, first: firstLine })
    checkParent(draft, kinds, faults)
  }
  faults.throwIfAny()
  return drafts.flatMap(({ line: _line, kind, ...unit }) => (kind === undefined ? [] : [{ ...unit, kind }]))
}

function readOldNames(cell: string): readonly string[] {
  const names = cell.split(';').map((name) => name.trim())
  return [...new Set(names)].filter((name) => name !== '')
}

function checkItself({ line, code, name, kind }: Draft, faults: ImportFaults): void {
  if (code === '') faults.add(line, 'no-code')
  else if (!/^[A-Za-z0-9-]{1,20}$/.test(code)) faults.add(line, 'bad-code', { code })
  else if (kind !== undefined && (code === rootUnit) !== (kind === 'country')) faults.add(line, 'root', { rootUnit })
  if (name === '') faults.add(line, 'no-name')
}

function checkParent(
  { line, kind, parent }: Draft,
  kinds: ReadonlyMap<string, UnitKind | undefined>,
  faults: ImportFaults,
): void {
  if (kind === undefined) return
  const wanted = parentKinds[kind]
  if (wanted === undefined) {
    if (parent !== undefined) faults.add(line, 'parent-of-country')
  } else if (parent === undefined) faults.add(line, 'no-parent', { kind, wanted })
  else if (!kinds.has(parent)) faults.add(line, 'unknown-parent', { parent })
  else {
    const found = kinds.get(parent)
    if (found !== undefined && found !== wanted) faults.add(line, 'wrong-parent', { kind, wanted, parent, found })
  }
}
