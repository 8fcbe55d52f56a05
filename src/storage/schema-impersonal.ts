/**
 * The tables that hold nothing about people who write to the bot: keys, places, the roster, counts. Written as in schema.ts.
 */
import type { Generated } from 'kysely'
import type { ChannelName } from '../core/channel.ts'
import type { Verdict } from '../core/question.ts'
import type { Audience, ReachKind } from '../core/reach.ts'
import type { DutyShift } from '../core/shift.ts'
import type { CardMode } from '../core/topics.ts'
import type { UnitKind } from '../core/unit.ts'
import type { Sealed } from '../core/write.ts'

/** One row: which master key everything sealed here was sealed with. Nothing about people; kept. */
export interface MasterKeyTable {
  id: 1 // Always 1, so that there is one.
  mark: string // Mark of the key itself, to know it again; says nothing about the key.
}

/** Who is on duty when. Staff only; kept as the roster. */
export interface DutyShiftTable {
  id: string // Random.
  officer: string // Who is on duty.
  unit: string // For which place.
  tier: DutyShift['tier'] // In which turn they are alerted.
  starts_at: number // From when.
  ends_at: number | null // Null: until further notice.
}

/** A place with a desk. Nothing about people. */
export interface UnitTable {
  code: string // The code that every other table uses.
  name: string // What the place is called.
  kind: UnitKind // Country, province, commune or school.
  parent: string | null // Code of the unit it is part of; null for the root.
  old_names: string // JSON list of names before a merger.
  is_sample: number // 1 for made-up data.
  phone: string | null // The number of its police (a school: its own), if it is known.
  phone_verified: string | null // On which day somebody last called it to see.
}

/** How many, per day. Nothing about people; kept. */
export interface ReachDailyTable {
  day: string // On which day.
  channel: ChannelName // By which platform.
  unit: string // In which place.
  audience: Audience // Child, parent, teacher …
  kind: ReachKind // Which of the four counters.
  total: number // How many.
}

/** How many such questions a day had; until `questions.purge`. Nothing about people. */
export interface UnansweredDayTable {
  day: string // Which day.
  kept: number // How many were kept.
  dropped: number // How many were only counted, because the day had too many.
}

/** Whether answers helped, counted; kept. Nothing about people. */
export interface AnswerVerdictTable {
  entry: string // Which entry.
  locale: string // For whom of which language.
  version: string // Which wording of it.
  verdict: Verdict // Whether it helped.
  day: string // On which day.
  total: number // How many said so.
}

/** One row: what speaks for the Zalo Official Account. Nothing about people; kept. */
export interface ZaloTokenTable {
  id: 1 // Always 1, so that there is one.
  sealed: Sealed | null // The pair of tokens, sealed; null before the first.
  holder: string | null // Random id of the process that is refreshing them.
  held_until: Generated<number> // When that process is given up.
}

/** Where officers see a tip in their group; nothing about its sender. Until its topic is removed with the tip. */
export interface OfficerTopicTable {
  tip: string // The tip it is about.
  chat: Generated<string> // The group's id, which is no person's; empty while there is no topic.
  topic: number | null // Id of the topic in that group.
  card: number | null // Id of the card's message.
  shown: string | null // Digest of what the card shows.
  announced: Generated<number> // How many of the tipster's messages the officers were told of.
  is_closed: Generated<number> // 1: the topic was closed.
  mode: CardMode | null // What the card's buttons offer instead of the next steps.
  mode_until: Generated<number> // For how long.
  note: string | null // Why an officer's answer was not sent, until that was told; never its words.
  note_to: Generated<number> // Id of that officer's message in the group.
  note_count: Generated<number> // How many answers the note stands for.
  claimed_until: Generated<number> // Some process takes care of the topic until then.
}

/** Every such table. */
export interface ImpersonalTables {
  master_key: MasterKeyTable
  duty_shift: DutyShiftTable
  unit: UnitTable
  reach_daily: ReachDailyTable
  unanswered_day: UnansweredDayTable
  answer_verdict: AnswerVerdictTable
  zalo_token: ZaloTokenTable
  officer_topic: OfficerTopicTable
}
