import { createServer } from 'node:net'

/**
 * Takes a port of the loopback interface until it is given back; undefined when another program has it. Reading what the bot
 * knows takes seconds: a second start shall not find out only afterwards.
 */
export function holdPort(port: number): Promise<{ release(): Promise<void> } | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () =>
      resolve({ release: () => new Promise((released) => server.close(() => released())) }),
    )
  })
}
