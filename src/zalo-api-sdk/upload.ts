import { ZaloError } from './error.ts'
import { apiPaths, type ApiPath } from './paths.ts'

/** What Zalo takes as an upload: its path, the types and the most bytes. An upload can be sent for 7 days. */
export const uploadKinds = {
  image: { path: apiPaths.uploadImage, types: { 'image/jpeg': 'jpg', 'image/png': 'png' }, mostBytes: 1024 * 1024 },
  gif: { path: apiPaths.uploadGif, types: { 'image/gif': 'gif' }, mostBytes: 5 * 1024 * 1024 },
  file: {
    path: apiPaths.uploadFile,
    types: {
      'application/pdf': 'pdf',
      'application/msword': 'doc',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
    },
    mostBytes: 5 * 1024 * 1024,
  },
} as const satisfies Record<string, { path: ApiPath; types: Record<string, string>; mostBytes: number }>
/** A way of uploading; each has its own path and limits. */
export type UploadKind = keyof typeof uploadKinds

/** The kind of upload for a media type; undefined for what Zalo takes in no way. */
export function uploadKindOf(mediaType: string): UploadKind | undefined {
  return (Object.keys(uploadKinds) as UploadKind[]).find((kind) => Object.hasOwn(uploadKinds[kind].types, mediaType))
}

/** The form that carries the bytes. Throws a `bad-request` for what Zalo would refuse, before anything is sent. */
export function uploadForm(kind: UploadKind, bytes: Uint8Array, mediaType: string): FormData {
  const { types, mostBytes } = uploadKinds[kind]
  const ending = (types as Readonly<Record<string, string>>)[mediaType]
  if (ending === undefined) throw new ZaloError('bad-request', 'this type of file cannot be uploaded')
  if (bytes.length === 0) throw new ZaloError('bad-request', 'the file is empty')
  if (bytes.length > mostBytes) throw new ZaloError('bad-request', 'the file is too large')
  const form = new FormData()
  // The name says nothing but the type: a real one may tell who made the file.
  form.append('file', new Blob([new Uint8Array(bytes)], { type: mediaType }), `file.${ending}`)
  return form
}

/** Width and height that stand in the first bytes of a GIF. */
export function gifSize(bytes: Uint8Array): { readonly width: number; readonly height: number } {
  if (bytes.length < 10) throw new ZaloError('bad-request', 'not a gif')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
}
