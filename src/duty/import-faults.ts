import { ContentError } from '../core/errors.ts'
import type { Words } from '../core/ports.ts'

/** Everything that is wrong with a file, line by line: a file with one bad line is refused whole, all bad lines named. */
export interface ImportFaults {
  /** `key` is the name of a text in `import.fault`. */
  add(line: number, key: string, vars?: Readonly<Record<string, string | number>>): void
  /** Throws a `ContentError` with a text for each fault, in the order of the lines. */
  throwIfAny(): void
}

/** Collects the faults of one file, in the language of `words`. */
export function createImportFaults(words: Words): ImportFaults {
  const found: { readonly line: number; readonly text: string }[] = []
  return {
    add(line, key, vars = {}) {
      found.push({ line, text: words('import.line', { line, what: words(`import.fault.${key}`, vars) }) })
    },
    throwIfAny() {
      if (found.length > 0) throw new ContentError(found.toSorted((a, b) => a.line - b.line).map(({ text }) => text))
    },
  }
}
