/**
 * Read into a program before it starts (`node --expose-gc --import`), this makes it tell on SIGUSR2 how many bytes are in use
 * once everything that nobody holds is gone, and how many keys something has hung on to all objects.
 */
import process from 'node:process'

process.on('SIGUSR2', () => {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  let inherited = 0
  for (const _key in {}) inherited++
  process.stderr.write(`memory ${heapUsed + external} inherited ${inherited}\n`)
})
