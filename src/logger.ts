import { pino, type DestinationStream } from 'pino'
import type { Log, LogFields } from './core/ports.ts'

/**
 * What is never logged, whoever tries: the words of a message, names, platform ids, addresses, tokens, receipts. Fields by
 * these names are dropped, at any level; the architecture's privacy test searches the log for planted values as well.
 */
export const neverLogged = [
  'text',
  'words',
  'name',
  'from',
  'to',
  'address',
  'externalId',
  'contact',
  'receipt',
  'token',
  'body',
  'payload',
  'ip',
  'peer',
  'url',
  'err',
  'error',
] as const

/** Where log lines go when not to standard output. */
export type LogDestination = DestinationStream

/** Makes a log for one area ('sender', 'inbound', …) out of the root one. */
export interface Logs {
  area(area: string): Log
}

/** pino with one child per area; writes JSON lines to standard output or to `destination`. */
export function createLogs(level: string, destination?: LogDestination): Logs {
  const options = { level, base: null, timestamp: () => `,"at":"${new Date().toISOString()}"` }
  const root = destination === undefined ? pino(options) : pino(options, destination)
  return {
    area(area) {
      const child = root.child({ area })
      const write = (level: 'debug' | 'info' | 'warn' | 'error') => (fields: LogFields, message: string) =>
        child[level](allowed(fields), message)
      return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
    },
  }
}

function allowed(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !(neverLogged as readonly string[]).includes(key)))
}
