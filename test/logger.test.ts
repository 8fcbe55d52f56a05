import { describe, expect, it } from 'vitest'
import { createLogs, neverLogged } from '../src/logger.ts'

function open(level = 'debug') {
  const lines: string[] = []
  const logs = createLogs(level, { write: (line: string) => void lines.push(line) })
  return {
    log: logs.area('sender'),
    logs,
    lines,
    read: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}

describe('the log', () => {
  it('writes one line of JSON with area, level, time and fields', () => {
    const { log, lines, read } = open()
    log.warn({ delivery: 'd-1', attempt: 3, isDead: false, extra: undefined }, 'not sent')
    expect(lines).toHaveLength(1)
    expect(lines[0]?.endsWith('\n')).toBe(true)
    const [line] = read()
    expect(line).toEqual({
      level: 40,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      area: 'sender',
      delivery: 'd-1',
      attempt: 3,
      isDead: false,
      msg: 'not sent',
    })
  })

  it('names neither the machine nor the process', () => {
    const { log, read } = open()
    log.info({}, 'x')
    expect(Object.keys(read()[0] ?? {})).toEqual(['level', 'at', 'area', 'msg'])
  })

  it.each(neverLogged)('drops the field “%s” at every level', (field) => {
    const { log, lines } = open()
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level]({ [field]: 'bí mật', turn: 't-1' }, 'x')
    expect(lines).toHaveLength(4)
    expect(lines.join()).not.toContain('bí mật')
    for (const line of lines) expect(line).toContain('"turn":"t-1"')
  })

  it.each([
    ['debug', 4],
    ['info', 3],
    ['warn', 2],
    ['error', 1],
    ['fatal', 0],
    ['silent', 0],
  ])('at level %s keeps %i of four lines', (level, count) => {
    const { log, lines } = open(level)
    log.debug({}, 'd')
    log.info({}, 'i')
    log.warn({}, 'w')
    log.error({}, 'e')
    expect(lines).toHaveLength(count)
  })

  it('tells areas apart', () => {
    const { logs, read } = open()
    logs.area('inbound').info({}, 'one')
    logs.area('console').info({}, 'two')
    expect(read().map(({ area, msg }) => [area, msg])).toEqual([
      ['inbound', 'one'],
      ['console', 'two'],
    ])
  })
})
