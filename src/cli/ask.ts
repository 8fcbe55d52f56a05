import { parseArgs } from 'node:util'
import { z } from 'zod'
import { systemClock } from '../clock.ts'
import type { Answer } from '../core/answer.ts'
import { startOfDayInVietnam } from '../core/vietnam-time.ts'
import { answerLines } from '../inbound/answer-reply.ts'
import { createAnswerer } from '../knowledge/answerer.ts'
import { CliError, type CliContext, type Command } from './command.ts'
import { eachJsonLine } from './jsonl.ts'

const lineShape = z.object({ q: z.string(), locale: z.string().optional(), on: z.string().optional() })

/** `ask "question"`, or JSON lines from standard input with `--jsonl`. */
export const askCommand: Command = {
  help: 'cli.askHelp',
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { jsonl: { type: 'boolean' }, on: { type: 'string' }, locale: { type: 'string' } },
      allowPositionals: true,
    })
    const { knowledge, translate, assess } = context.content()
    const answerer = createAnswerer(knowledge, { clock: systemClock, translate })
    const ask = (question: string, locale: string, on: string | undefined): Promise<Answer> => {
      return answerer.ask(question, { locale, ...(on === undefined ? {} : { on: readDay(on, context) }) })
    }
    if (values.jsonl === true) {
      await eachJsonLine(lineShape, context, async ({ q, locale = values.locale, on = values.on }) => {
        const startedAt = performance.now()
        const language = translate.pick(locale)
        const answer = await ask(q, language, on)
        const { level, kinds } = assess(q)
        return {
          q,
          kind: answer.kind,
          entry: answer.kind === 'answered' ? answer.entry : null,
          ranked: answer.ranked,
          text: shown(answer, translate(language)),
          citations: answer.kind === 'answered' ? answer.sources : [],
          triage: { level, kinds },
          ms: Math.round((performance.now() - startedAt) * 1_000) / 1_000,
        }
      })
      return
    }
    const question = positionals.join(' ').trim()
    if (question === '') throw new CliError(context.words('cli.askNothing'))
    const language = translate.pick(values.locale)
    context.print(shown(await ask(question, language, values.on), translate(language)))
  },
}

function shown(answer: Answer, words: CliContext['words']): string {
  return answerLines(answer, words)
    .map((line) => {
      const choices = (line.choices ?? []).flatMap((choice) => ('text' in choice ? [`- ${choice.text}`] : []))
      return ['text' in line ? line.text : words(line.key, line.vars), ...choices].join('\n')
    })
    .join('\n')
}

function readDay(day: string, context: CliContext): Date {
  try {
    return startOfDayInVietnam(day)
  } catch {
    throw new CliError(context.words('cli.badDay', { day }))
  }
}
