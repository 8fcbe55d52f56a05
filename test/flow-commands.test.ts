import { expect, it } from 'vitest'
import { flowCommands } from '../src/flow-commands.ts'
import { realContent } from './support/test-app.ts'

it('puts the way to report first and what cannot be taken back last, and leaves none out', () => {
  const { flows, translate } = realContent()
  const commands = flowCommands(flows)
  expect(commands.slice(0, 4)).toEqual(['baotin', 'ma', 'khancap', 'help'])
  expect(commands.at(-1)).toBe('xoa')
  expect(new Set(commands).size).toBe(commands.length)
  const begun = flows.flatMap(({ triggers = [] }) => triggers.find((each) => 'command' in each) ?? [])
  expect(commands).toHaveLength(begun.length + 1)
  for (const command of commands) expect(translate.has(`telegram.commands.${command}`)).toBe(true)
})
