import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** The program as its own process, listening on a free port. */
export interface RunningMain {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Everything it has printed. */
  output(): string
  /** Ends it with a signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** A port that nothing listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

/** What Node has compiled, kept from one start to the next: it is a third of the time that a short run takes. */
const compileCache = join(import.meta.dirname, '../../node_modules/.cache/la-chan-tests')

/** The environment of a child: this one's, without settings that may be set around the tests. */
function cleanEnv(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const own =
    /^(HOST|PORT|PUBLIC_URL|DATA_DIR|DATABASE_URL|MASTER_KEY_FILE|DEFAULT_|SAMPLE_DATA|LOG_LEVEL|TELEGRAM_|ZALO_|LLM_|EMBEDDINGS_|LANGSMITH_|LANGCHAIN_)/
  const others = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)))
  return { ...others, NODE_COMPILE_CACHE: compileCache, ...more }
}

/** Starts `src/main.ts`; resolves when it says that it is ready. */
export async function runMain(
  env: Readonly<Record<string, string>>,
  command: readonly string[] = [process.execPath, '--import', './src/require-node.mjs', 'src/main.ts'],
): Promise<RunningMain> {
  const port = Number(env.PORT ?? (await freePort()))
  const url = `http://127.0.0.1:${port}`
  let output = ''
  const [program = process.execPath, ...args] = command
  const child = spawn(program, args, {
    env: cleanEnv({ ...env, PORT: String(port) }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const keep = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await ready(url, child, () => output).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  return {
    url,
    port,
    pid: child.pid ?? 0,
    output: () => output,
    async end(signal) {
      child.kill(signal)
      await gone
    },
  }
}

async function ready(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let i = 0; i < 2_400; i++) {
    if (child.exitCode !== null) throw new Error(`it ended before it was ready:\n${output()}`)
    const response = await fetch(`${url}/readyz`).catch(() => undefined)
    if (response?.ok === true) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`it was not ready after a minute:\n${output()}`)
}

/** What a process that has ended leaves. */
export interface Ended {
  readonly status: number
  readonly out: string
  readonly err: string
}

/** Runs a command of the command line to its end. */
export function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  return runToEnd(['src/cli/main.ts', ...args], env, input)
}

/** Runs a program of ours to its end; one that goes on is killed after two minutes. */
export function runToEnd(
  program: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', './src/require-node.mjs', ...program], {
      env: cleanEnv(env),
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: 120_000,
    })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.once('close', (status) => resolve({ status: status ?? -1, out, err }))
    child.stdin.end(input)
  })
}
