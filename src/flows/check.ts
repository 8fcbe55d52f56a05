import { nextSteps, waits, type Flow } from './flow.ts'

export interface FlowKnowledge {
  readonly actions: readonly string[]
  readonly hasWords: (key: string) => boolean
}

/** Every fault of a flow that its shape does not show: unknown steps, actions, words; dead steps; loops; dead ends. */
export function flowFaults(flow: Flow, known: FlowKnowledge): readonly string[] {
  const faults: string[] = []
  const names = Object.keys(flow.steps)
  const entries = [flow.start, ...Object.values(flow.entries ?? {})]
  for (const entry of entries) if (flow.steps[entry] === undefined) faults.push(`start: no step ${entry}`)
  for (const [name, step] of Object.entries(flow.steps)) {
    for (const next of nextSteps(step)) if (flow.steps[next] === undefined) faults.push(`step ${name}: no step ${next}`)
    if ('do' in step && !known.actions.includes(step.do)) faults.push(`step ${name}: no action ${step.do}`)
    for (const key of wordsOf(flow, name)) if (!known.hasWords(key)) faults.push(`step ${name}: no words for ${key}`)
    if ('choose' in step)
      faults.push(
        ...choiceFaults(
          name,
          step.options.map((option) => option.value),
        ),
      )
  }
  if (faults.length > 0) return faults
  const reached = new Set(entries.flatMap((entry) => [...reachable(flow, entry)]))
  for (const name of names) if (!reached.has(name)) faults.push(`step ${name}: is never reached`)
  for (const name of reached)
    if (![...reachable(flow, name)].some((next) => 'end' in (flow.steps[next] ?? {})))
      faults.push(`step ${name}: leads to no end`)
  for (const name of loops(flow)) faults.push(`step ${name}: goes round without asking anything`)
  return faults
}

function wordsOf(flow: Flow, name: string): readonly string[] {
  const step = flow.steps[name]
  if (step === undefined) return []
  if ('say' in step) return [step.say]
  if ('ask' in step) return [step.ask]
  if ('choose' in step) return [step.choose, ...step.options.map((option) => option.label)]
  if ('end' in step && step.end !== '') return [step.end]
  return []
}

function choiceFaults(name: string, values: readonly string[]): readonly string[] {
  const twice = values.filter((value, index) => value !== '' && values.indexOf(value) !== index)
  return [...new Set(twice)].map((value) => `step ${name}: two options have the value ${value}`)
}

function reachable(flow: Flow, from: string): ReadonlySet<string> {
  const seen = new Set<string>()
  const open = [from]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    open.push(...nextSteps(flow.steps[name] ?? { end: '' }))
  }
  return seen
}

function loops(flow: Flow): readonly string[] {
  const state = new Map<string, 'open' | 'done'>()
  const found: string[] = []
  const visit = (name: string): void => {
    if (state.get(name) === 'done') return
    if (state.get(name) === 'open') {
      found.push(name)
      return
    }
    state.set(name, 'open')
    const step = flow.steps[name]
    if (step !== undefined && !waits(step)) for (const next of nextSteps(step)) visit(next)
    state.set(name, 'done')
  }
  for (const name of Object.keys(flow.steps)) visit(name)
  return found
}
