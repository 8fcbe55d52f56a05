import type { Clock, Places } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import { foldWords } from '../core/text.ts'
import { rootUnit, type Unit, type UnitCode } from '../core/unit.ts'

const refreshMs = 10_000

interface Table {
  readonly byCode: ReadonlyMap<UnitCode, Unit>
  readonly children: ReadonlyMap<UnitCode, readonly UnitCode[]>
  readonly names: readonly { readonly unit: Unit; readonly words: string; readonly bare: string }[]
}

/**
 * The places of the units table. Reads it again when it is 10 s old: an import by another process is seen without a restart.
 * `prefixes` are folded words before a name that do not tell places apart ("xa", "phuong", "tinh").
 */
export function createPlaces(deps: { readonly storage: Pick<Storage, 'units'>; readonly clock: Clock; readonly prefixes: readonly string[] }): Places {
  let table: Promise<Table> | undefined
  let readAt = -Infinity
  const current = (): Promise<Table> => {
    const now = deps.clock.now().getTime()
    if (table === undefined || Math.abs(now - readAt) > refreshMs) {
      readAt = now
      table = deps.storage.units.all().then((units) => buildTable(units, deps.prefixes))
      table.catch(() => {
        table = undefined
      })
    }
    return table
  }
  return {
    find: async (code) => (await current()).byCode.get(code),
    search: async (text) => searchTable(await current(), text, deps.prefixes),
    async path(code) {
      const { byCode } = await current()
      return pathOf(byCode, code)
    },
    async below(code) {
      const { children } = await current()
      const found: UnitCode[] = []
      const open: UnitCode[] = [code]
      for (let next = open.shift(); next !== undefined; next = open.shift()) {
        if (found.includes(next)) continue
        found.push(next)
        open.push(...(children.get(next) ?? []))
      }
      return found
    },
  }
}

function pathOf(byCode: ReadonlyMap<UnitCode, Unit>, code: UnitCode): readonly Unit[] {
  const path: Unit[] = []
  for (let unit = byCode.get(code); unit !== undefined && !path.includes(unit); unit = byCode.get(unit.parent ?? '')) path.push(unit)
  return path
}

function buildTable(units: readonly Unit[], prefixes: readonly string[]): Table {
  const children = new Map<UnitCode, UnitCode[]>()
  for (const unit of units) if (unit.parent !== undefined) children.set(unit.parent, [...(children.get(unit.parent) ?? []), unit.code])
  const names = units
    .filter((unit) => unit.code !== rootUnit)
    .flatMap((unit) => [unit.name, ...unit.oldNames].map((name) => ({ unit, words: foldWords(name), bare: bareName(name, prefixes) })))
  return { byCode: new Map(units.map((unit) => [unit.code, unit])), children, names }
}

function bareName(name: string, prefixes: readonly string[]): string {
  const folded = foldWords(name)
  const prefix = prefixes.find((prefix) => folded.startsWith(`${prefix} `))
  return prefix === undefined ? folded : folded.slice(prefix.length + 1)
}

/**
 * A name is meant when its words stand in the text. Longer names count more; a place whose province is named too counts
 * most; a province is only offered when nothing below it is.
 */
function searchTable(table: Table, text: string, prefixes: readonly string[]): readonly Unit[] {
  const words = ` ${foldWords(text)} `
  const whole = bareName(text, prefixes)
  const scores = new Map<Unit, number>()
  for (const { unit, words: full, bare } of table.names) {
    const score = bare === whole || full === whole ? bare.length + 100 : words.includes(` ${full} `) ? full.length + 2 : words.includes(` ${bare} `) && bare.length > 2 ? bare.length : 0
    if (score > (scores.get(unit) ?? 0)) scores.set(unit, score)
  }
  const named = new Set([...scores.keys()].map((unit) => unit.code))
  const ranked = [...scores].map(([unit, score]) => {
    const above = pathOf(table.byCode, unit.code).slice(1)
    const context = above.filter((parent) => named.has(parent.code)).length
    return { unit, score: score + context * 1_000 }
  })
  const isCovered = (unit: Unit) => ranked.some((other) => other.unit !== unit && pathOf(table.byCode, other.unit.code).slice(1).includes(unit))
  const best = ranked.filter(({ unit }) => !isCovered(unit)).sort((a, b) => b.score - a.score)
  const top = best[0]?.score ?? 0
  return best.filter(({ score }) => score >= 1_000 === top >= 1_000).map(({ unit }) => unit)
}
