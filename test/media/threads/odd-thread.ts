import { parentPort } from 'node:worker_threads'

/** A thread that does what the file asks for: fail in every way that a reader of strange files may. */
parentPort?.on('message', ({ bytes }: { bytes: Uint8Array }) => {
  const asked = Buffer.from(bytes).toString()
  if (asked === 'throw') throw new Error('a bug')
  if (asked === 'exit') process.exit(1)
  if (asked === 'loop') for (;;);
  if (asked === 'memory')
    for (const all: string[][] = []; ;) all.push(Array.from({ length: 100_000 }, (_, i) => `${i}`))
  parentPort?.postMessage({ kind: 'file', mediaType: 'text/plain', bytes })
})
