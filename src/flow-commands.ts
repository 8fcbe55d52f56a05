import type { Flow } from './flows/flow.ts'
import { emergencyCommand } from './inbound/turn.ts'

/** What is needed most comes first, what cannot be taken back last; the others stand between. */
const first = ['baotin', 'ma', emergencyCommand.slice(1), 'help', 'start']
const last = ['lang', 'thoat', 'xoa']

/** The commands of a platform's menu, the most useful first: the first that starts each flow, and the emergency numbers. */
export function flowCommands(flows: readonly Flow[]): readonly string[] {
  const ofFlows = flows.flatMap(({ triggers = [] }) => {
    const starting = triggers.find((trigger) => 'command' in trigger)
    return starting === undefined ? [] : [starting.command]
  })
  const all = [...ofFlows, emergencyCommand.slice(1)]
  const others = all.filter((command) => ![...first, ...last].includes(command))
  return [...first.filter((each) => all.includes(each)), ...others, ...last.filter((each) => all.includes(each))]
}
