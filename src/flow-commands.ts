import type { Flow } from './flows/flow.ts'

/** The command of each flow, for a platform's menu: the first of those that start it. */
export function flowCommands(flows: readonly Flow[]): readonly string[] {
  return flows.flatMap(({ triggers = [] }) => {
    const first = triggers.find((trigger) => 'command' in trigger)
    return first === undefined ? [] : [first.command]
  })
}
