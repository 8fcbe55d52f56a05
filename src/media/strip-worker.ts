import { parentPort } from 'node:worker_threads'
import { stripMetadata } from './strip-metadata.ts'

/** The thread of `strip-in-worker.ts`: cleans one file at a time. */
parentPort?.on('message', ({ bytes, mediaType }: { bytes: Uint8Array; mediaType: string | undefined }) => {
  const result = stripMetadata(bytes, mediaType)
  // On memory of its own, so that it can be handed over without a copy.
  const answer = 'refused' in result ? result : { ...result, bytes: new Uint8Array(result.bytes) }
  parentPort?.postMessage(answer, 'refused' in answer ? [] : [answer.bytes.buffer])
})
