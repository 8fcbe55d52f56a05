import { writeRefs } from '../core/attachment.ts'
import type { AttachmentRef } from '../core/message.ts'
import type { Words } from '../core/ports.ts'
import { mostAttachments } from '../core/tip.ts'
import { sayFiles } from '../tips/say-files.ts'

/** The files of a half-written tip, as many as it takes, as variables: `files` for actions, `filesLine` for the confirmation. */
export function fileVars(refs: readonly AttachmentRef[], words: Words): Readonly<Record<string, string>> {
  const files = refs.slice(0, mostAttachments)
  return {
    files: writeRefs(files),
    filesLine: files.length === 0 ? '' : `\n${words('files.along', { files: sayFiles(files, words) })}`,
  }
}
