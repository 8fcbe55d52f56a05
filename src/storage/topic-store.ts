import { sql, type Kysely, type Selectable } from 'kysely'
import type { Storage } from '../core/storage.ts'
import type { OfficerTopic, TopicState } from '../core/topics.ts'
import type { Database } from './database.ts'
import type { OfficerTopicTable } from './schema-impersonal.ts'
import type { Tables } from './schema.ts'
import { selectTallies, toTally } from './tip-tally.ts'
import type { WriteOf } from './write-of.ts'

type TopicRow = Omit<Selectable<OfficerTopicTable>, 'tip' | 'claimed_until'>

/** The topics of tips in the officers' group. */
export function createTopicStore({ db }: Database): Storage['officerTopics'] {
  return {
    async tally(tip) {
      const row = await selectTallies(db).where('tip.id', '=', tip).executeTakeFirst()
      return row && toTally(row)
    },

    async live() {
      const rows = await selectTallies(db)
        .leftJoin('officer_topic', 'officer_topic.tip', 'tip.id')
        .select(['officer_topic.tip as of_tip', 'chat', 'topic', 'card', 'shown', 'announced', 'is_closed'])
        .select(['mode', 'mode_until', 'note', 'note_to', 'note_count'])
        .where('tip.wrapped_key', 'is not', null)
        .where((eb) =>
          eb.or([
            eb('tip.status', 'not in', ['resolved', 'closed']),
            eb.and([
              eb('topic', 'is not', null),
              eb.or([eb('tip.status', '=', 'resolved'), eb('is_closed', '=', 0), eb('note', 'is not', null)]),
            ]),
          ]),
        )
        .orderBy('tip.opened_at')
        .orderBy('tip.id')
        .execute()
      return rows.map((row) => ({
        tally: toTally(row),
        topic: row.of_tip === null ? undefined : toTopic(row as TopicRow),
      }))
    },

    async orphans(chat) {
      const rows = await db
        .selectFrom('officer_topic')
        .leftJoin('tip', 'tip.id', 'officer_topic.tip')
        .select(['officer_topic.tip', 'topic'])
        .where('chat', '=', chat)
        .where('topic', 'is not', null)
        .where('tip.wrapped_key', 'is', null)
        .orderBy('officer_topic.tip')
        .execute()
      return rows.flatMap(({ tip, topic }) => (topic === null ? [] : [{ tip, topic }]))
    },

    async claim(tip, now, until) {
      const claim = { claimed_until: until.getTime() }
      const row = await db
        .insertInto('officer_topic')
        .values({ tip, ...claim })
        .onConflict((conflict) =>
          conflict.column('tip').doUpdateSet(claim).where('officer_topic.claimed_until', '<=', now.getTime()),
        )
        .returningAll()
        .executeTakeFirst()
      return row && toTopic(row)
    },

    async put(tip, state, claimedUntil) {
      await db
        .updateTable('officer_topic')
        .set({ ...columnsOf(state), claimed_until: claimedUntil.getTime() })
        .where('tip', '=', tip)
        .execute()
    },

    async release(tip) {
      await db.updateTable('officer_topic').set({ claimed_until: 0 }).where('tip', '=', tip).execute()
    },

    async noteTold(tip, count) {
      await db
        .updateTable('officer_topic')
        .set({
          note: sql`case when note_count > ${count} then note end`,
          note_count: sql`case when note_count > ${count} then note_count - ${count} else 0 end`,
        })
        .where('tip', '=', tip)
        .execute()
    },

    async remove(tip) {
      await db.deleteFrom('officer_topic').where('tip', '=', tip).execute()
    },

    async tipOf(chat, topic) {
      const row = await db
        .selectFrom('officer_topic')
        .select('tip')
        .where('chat', '=', chat)
        .where('topic', '=', topic)
        .executeTakeFirst()
      return row?.tip
    },
  }
}

/** What the buttons of a tip's card offer; nothing where the tip has no topic. */
export async function putCardMode(db: Kysely<Tables>, write: WriteOf<'put-card-mode'>): Promise<void> {
  await db
    .updateTable('officer_topic')
    .set({ mode: write.mode ?? null, mode_until: write.until.getTime() })
    .where('tip', '=', write.tip)
    .execute()
}

/** Notes that an officer's answer was not sent. */
export async function noteTopic(db: Kysely<Tables>, write: WriteOf<'note-topic'>): Promise<void> {
  await db
    .updateTable('officer_topic')
    .set((eb) => ({ note: write.because, note_to: write.replyTo, note_count: eb('note_count', '+', 1) }))
    .where('tip', '=', write.tip)
    .execute()
}

function columnsOf({ chat, topic, card, shown, announced, isClosed }: TopicState) {
  return {
    chat,
    topic: topic ?? null,
    card: card ?? null,
    shown: shown ?? null,
    announced,
    is_closed: isClosed ? 1 : 0,
  }
}

function toTopic(row: TopicRow): OfficerTopic {
  return {
    chat: row.chat,
    topic: row.topic ?? undefined,
    card: row.card ?? undefined,
    shown: row.shown ?? undefined,
    announced: row.announced,
    isClosed: row.is_closed === 1,
    mode: row.mode === null ? undefined : { kind: row.mode, until: new Date(row.mode_until) },
    note: row.note === null ? undefined : { because: row.note, replyTo: row.note_to, count: row.note_count },
  }
}
