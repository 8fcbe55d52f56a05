import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runCli } from '../support/run-main.ts'

// Each run of the command line is a process of its own: on a busy machine a case of several takes its time.
vi.setConfig({ testTimeout: 60_000 })

const dir = mkdtempSync(join(tmpdir(), 'la-chan-chat-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const chat = (args: readonly string[], ...lines: readonly string[]) =>
  runCli(['chat', ...args], { DATA_DIR: dir }, lines.map((line) => `${line}\n`).join(''))

describe('chat', () => {
  it('answers what is piped in, in its order, and ends with it; the same person is known again', async () => {
    const { status, out, err } = await chat(['--as', 'lan'], 'trẻ em là bao nhiêu tuổi', '/lang', '2')
    expect([status, err]).toEqual([0, ''])
    const said = ['Trẻ em là người dưới 16 tuổi', 'Chọn ngôn ngữ', '1. Tiếng Việt', 'From now on'].map((words) =>
      out.indexOf(words),
    )
    expect(said).not.toContain(-1)
    expect(said).toEqual(said.toSorted((a, b) => a - b))

    const again = await chat(['--as', 'lan'], '/help')
    expect(again.status).toBe(0)
    expect(again.out).not.toContain('Lá Chắn giúp được')
    const other = await chat(['--as', 'hoa'], '/help')
    expect(other.out).toContain('Lá Chắn giúp được')
  })

  it('with nothing typed says how to use it and ends', async () => {
    const { status, out, err } = await chat(['--locale', 'en'])
    expect([status, err]).toEqual([0, ''])
    expect(out).toContain('Ctrl+D')
  })
})
