import type { Attachment } from '../core/message.ts'
import type { Words } from '../core/ports.ts'

const kinds = ['image', 'video', 'audio', 'file'] as const satisfies readonly Attachment['kind'][]

/** Files as people say them: "2 ảnh, 1 video". */
export function sayFiles(files: readonly Pick<Attachment, 'kind'>[], words: Words): string {
  return kinds
    .map((kind) => ({ kind, n: files.filter((file) => file.kind === kind).length }))
    .filter(({ n }) => n > 0)
    .map(({ kind, n }) => words(`files.count.${kind}`, { n }))
    .join(', ')
}
