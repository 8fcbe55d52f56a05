import type { NamedPlace } from '../core/ports.ts'
import type { Outcome } from '../core/outcome.ts'
import { fold } from '../core/text.ts'
import { withoutRoot, type Unit } from '../core/unit.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'
import { phoneState } from '../duty/unit-phone.ts'
import type { Choice, Line } from '../flows/action.ts'
import { showDay } from '../knowledge/period.ts'
import { readPlaceQuestion, readPlaceWords } from './place-question.ts'
import { menuMemory, menuSession, toMessages, type DecideDeps, type Turn } from './turn.ts'

/** The command that says whom to call in a place: `/noibao @CODE`, or a name behind it. */
export const placeCommand = 'noibao'

/** With more other words than this, the message is about something else and only mentions a place. */
const mostOtherWords = 1
const mostOffered = 6
/** The entry that says how a report is made there, with the law that it rests on. */
const howTo = 'report-to-commune-police'
const report: Choice = { label: 'common.report', value: '/baotin' }

/** True for the two buttons of ours that carry the code of a unit. */
export function isPlaceButton(text: string): boolean {
  return /^\/(?:noibao|baotin) @[A-Za-z0-9-]{1,20}$/.test(text)
}

/** What to say to a message that asks about a place. */
export interface PlaceReply {
  readonly outcome: Outcome
  /** The message tells of more: a sure answer to that comes first, with `button` under it. */
  readonly isAside: boolean
  readonly button: Choice | undefined
}

/** Whom to call in a place that the message asks about. Undefined when it asks about none. */
export async function placeReply(turn: Turn, text: string, deps: DecideDeps): Promise<PlaceReply | undefined> {
  const { locale } = turn.contact
  const reading = await deps.places.read(text)
  const mayBeBare = menuMemory(turn).topic === undefined
  const asked = readPlaceQuestion(reading, readPlaceWords(deps.translate, locale), mayBeBare)
  if (asked === undefined) return undefined
  const isOnlyThat = asked.others <= mostOtherWords
  if (asked.kind === 'unknown') {
    if (!asked.isClear && !isOnlyThat) return undefined
    const outcome = say(turn, [unknownLine(asked.name, locale, deps)], deps)
    return { outcome, isAside: !isOnlyThat, button: undefined }
  }
  const [first] = asked.named
  if (first === undefined || (!isOnlyThat && !first.isSure)) return undefined
  const name = asked.named.length === 1 ? first.unit.name : (first.names[0] ?? first.unit.name)
  const value = asked.named.length === 1 ? `@${first.unit.code}` : name
  const button = { text: words(turn, deps)('places.whereFor', { unit: name }), value: `/${placeCommand} ${value}` }
  return { outcome: await namedReply(turn, asked.named, deps), isAside: !isOnlyThat, button }
}

/** The place that was chosen by its button, or named behind the command. */
export async function chosenPlace(turn: Turn, argument: string, deps: DecideDeps): Promise<Outcome> {
  const unit = argument.startsWith('@') ? await deps.places.find(argument.slice(1)) : undefined
  const named = unit === undefined ? (await deps.places.read(argument)).named : [{ unit, names: [], isSure: true }]
  return named.length > 0
    ? namedReply(turn, named, deps)
    : say(turn, [unknownLine(argument.replace(/^@/, ''), turn.contact.locale, deps)], deps)
}

/** What a tip about a unit starts with, when the button under its place was pressed: `@CODE`. */
export async function tipPlace(
  argument: string,
  deps: DecideDeps,
): Promise<{ readonly unit: string; readonly placeName: string } | undefined> {
  const unit = /^@[A-Za-z0-9-]{1,20}$/.test(argument) ? await deps.places.find(argument.slice(1)) : undefined
  return unit === undefined ? undefined : { unit: unit.code, placeName: await pathOf(unit, deps) }
}

async function namedReply(turn: Turn, named: readonly NamedPlace[], deps: DecideDeps): Promise<Outcome> {
  const [first, second] = named
  if (first === undefined) throw new Error('no place is named')
  if (second === undefined) return say(turn, await oneLines(turn, first, deps), deps)
  const shared = first.names.find((name) => named.every(({ names }) => names.includes(name)))
  const isDistrict = shared !== undefined && shared !== first.unit.name && namesDistrict(shared, turn, deps)
  const choices = await Promise.all(
    named.slice(0, mostOffered).map(async ({ unit }): Promise<Choice> => {
      return { text: await pathOf(unit, deps), value: `/${placeCommand} @${unit.code}` }
    }),
  )
  const line: Line = isDistrict
    ? { key: 'places.districtMany', vars: { name: shared }, choices }
    : { key: 'places.many', choices }
  return say(turn, [line], deps)
}

async function oneLines(turn: Turn, { unit, names }: NamedPlace, deps: DecideDeps): Promise<readonly Line[]> {
  const path = await deps.places.path(unit.code)
  const commune = path.find(({ kind }) => kind === 'commune')
  const duty = await deps.duty.onDuty(unit.code, turn.now)
  const say = words(turn, deps)
  const calls = commune === undefined ? 'places.calls.province' : 'places.calls.commune'
  const text = [
    ...formerNames(unit, names, turn, deps),
    say(calls, { place: await pathOf(unit, deps), unit: spoken(commune ?? unit, turn, deps) }),
    ...phoneLines([unit, ...(commune === undefined || commune === unit ? [] : [commune])], turn, deps),
    say(duty === undefined ? 'places.nobody' : 'places.onDuty'),
  ].join('\n')
  const button = { text: say('places.tipFor', { unit: unit.name }), value: `/baotin @${unit.code}` }
  return [{ text, choices: [button, { label: 'places.howTo', value: `/muc ${howTo}` }] }]
}

/** What became of a name that is no longer in use; other spellings of the same name are not told. */
function formerNames(unit: Unit, names: readonly string[], turn: Turn, deps: DecideDeps): readonly string[] {
  const plain = (name: string) => fold(name).replace(/[^a-z0-9]/g, '')
  return names
    .filter((name) => plain(name) !== plain(unit.name))
    .map((name) => {
      const isDistrict = unit.kind !== 'province' && namesDistrict(name, turn, deps)
      return words(turn, deps)(isDistrict ? 'places.district' : 'places.renamed', { name, unit: unit.name })
    })
}

function namesDistrict(name: string, turn: Turn, deps: DecideDeps): boolean {
  const locales = [...new Set([deps.translate.pick(undefined), turn.contact.locale])]
  const cues = locales.flatMap((locale) => deps.translate(locale)('places.districtWords').split('|'))
  return cues.some((cue) => name.normalize('NFC').toLowerCase().startsWith(`${cue} `))
}

function phoneLines(units: readonly Unit[], turn: Turn, deps: DecideDeps): readonly string[] {
  const today = dayInVietnam(turn.now)
  const lines = units.flatMap((unit) => {
    const { phone } = unit
    if (phone === undefined || phoneState(phone, today) === 'expired') return []
    const key = unit.kind === 'school' ? 'places.phoneSchool' : 'places.phone'
    const vars = { unit: spoken(unit, turn, deps), phone: phone.number, day: showDay(phone.verifiedOn) }
    return [words(turn, deps)(key, vars)]
  })
  return lines.length > 0 ? lines : [words(turn, deps)('places.noPhone')]
}

/** The name within a sentence: "công an xã Sông Mây". */
function spoken({ name }: Unit, turn: Turn, deps: DecideDeps): string {
  const locales = [...new Set([deps.translate.pick(undefined), turn.contact.locale])]
  const prefixes = locales.flatMap((locale) => deps.translate(locale)('places.prefixes').split('|'))
  const isCommon = prefixes.some((prefix) => name.normalize('NFC').toLowerCase().startsWith(`${prefix} `))
  return isCommon ? name.charAt(0).toLowerCase() + name.slice(1) : name
}

function unknownLine(name: string, locale: string, deps: DecideDeps): Line {
  const cues = deps.translate(locale)('places.districtWords').split('|')
  const isDistrict = cues.some((cue) => fold(name).startsWith(`${fold(cue)} `))
  return { key: isDistrict ? 'places.unknownDistrict' : 'places.unknown', vars: { name }, choices: [report] }
}

async function pathOf(unit: Unit, deps: DecideDeps): Promise<string> {
  return withoutRoot(await deps.places.path(unit.code))
    .map(({ name }) => name)
    .join(', ')
}

function words(turn: Turn, deps: DecideDeps): ReturnType<DecideDeps['translate']> {
  return deps.translate(turn.contact.locale)
}

function say(turn: Turn, lines: readonly Line[], deps: DecideDeps): Outcome {
  const { topic: _topic, ...memory } = menuMemory(turn)
  const replies = toMessages(turn, lines, words(turn, deps))
  return { replies, session: menuSession(turn, replies, memory), effects: [] }
}
