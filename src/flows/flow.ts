import { z } from 'zod'

const text = z.string().min(1)
const option = z.strictObject({
  /** Locale key of the button. */
  label: text,
  value: z.string(),
  next: text,
  /** More words that mean this choice, beside its label and its number. */
  says: z.array(text).optional(),
})
/** Where a message of files alone, without words, is an answer too: the words are then empty. */
const accept = z.literal('files').optional()
const args = z.record(text, z.string())

/** A step does exactly one thing; its kind is the key that names it. Locale keys are `<namespace>.<path>`. */
const stepShapes = {
  /** Says something and goes on. */
  say: z.strictObject({ say: text, next: text }),
  /** Asks for words and waits. `optional` lets the contact skip: the variable is then empty. `max` counts characters. */
  ask: z.strictObject({
    ask: text,
    save: text,
    optional: z.boolean().optional(),
    max: z.int().positive().optional(),
    accept,
    next: text,
  }),
  /** Asks to choose and waits. With `save` the option's value is kept. `other` takes any text that is no option. */
  choose: z.strictObject({
    choose: text,
    save: text.optional(),
    options: z.array(option).min(1).max(12),
    other: z.strictObject({ save: text, accept, next: text }).optional(),
  }),
  /** Goes on by the value of a variable; the case `else` takes every other value. Equality only. */
  branch: z.strictObject({ branch: text, cases: z.record(z.string(), text) }),
  /** Has an action done. Arguments starting with `$` are variables. With `save` the action's result is kept. */
  do: z.strictObject({ do: text, with: args.optional(), save: text.optional(), next: text }),
  /** Says something, or nothing, and the conversation is over. */
  end: z.strictObject({ end: z.string() }),
}

const step = z.union([
  stepShapes.say,
  stepShapes.ask,
  stepShapes.choose,
  stepShapes.branch,
  stepShapes.do,
  stepShapes.end,
])

const trigger = z.union([z.strictObject({ command: z.string().regex(/^[a-z]+$/) }), z.strictObject({ keyword: text })])

/** A conversation as written in `flows/<id>.yaml`. */
export const flowShape = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  /** Private flows are sealed, expire in minutes, are not counted, and are left by every exit word. */
  private: z.boolean().optional(),
  /** Says its words and nothing beside them, not even the emergency button: for a card that must look ordinary. */
  plain: z.boolean().optional(),
  /** Minutes after which an unfinished conversation is forgotten. */
  expiresAfterMinutes: z.int().positive().max(1440).optional(),
  triggers: z.array(trigger).optional(),
  start: text,
  /** Other ways in, by name, for the conductor (a message that shows danger starts the tip flow at `danger`). */
  entries: z.record(text, text).optional(),
  steps: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), step),
})

export type Flow = z.infer<typeof flowShape>
export type Step = z.infer<typeof step>
export type Option = z.infer<typeof option>
export type StepKind = keyof typeof stepShapes

/** The kinds a step may have; a seventh needs a decision written down in CONTRIBUTING.md. */
export const stepKinds = Object.keys(stepShapes) as readonly StepKind[]

/** Where a step may go next. */
export function nextSteps(step: Step): readonly string[] {
  if ('choose' in step)
    return [...step.options.map((option) => option.next), ...(step.other === undefined ? [] : [step.other.next])]
  if ('branch' in step) return Object.values(step.cases)
  if ('end' in step) return []
  return [step.next]
}

/** True for a step that files alone answer. */
export function acceptsFiles(step: Step): boolean {
  return ('ask' in step ? step.accept : 'choose' in step ? step.other?.accept : undefined) === 'files'
}

/** True for a step at which the conversation waits for the contact. */
export function waits(step: Step): boolean {
  return 'ask' in step || 'choose' in step
}
