import type { Kysely } from 'kysely'
import type { Storage, StoredAttachment } from '../core/storage.ts'
import { bytesOf, hourOf } from './columns.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'
import type { WriteOf } from './write-of.ts'

/** Files that people sent. They are taken in by `insertAttachments` and become part of a tip by `attach`. */
export function createAttachmentStore({ db }: Database): Storage['attachments'] {
  return {
    async sealed(id) {
      const row = await db.selectFrom('attachment').select('sealed').where('id', '=', id).executeTakeFirst()
      return row && bytesOf(row.sealed)
    },

    async ofTip(tip, id) {
      const row = await ofTips(db)
        .select('tip_attachment.sealed_key')
        .where('tip_message.tip', '=', tip)
        .where('attachment.id', '=', id)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { message: _, sealed_key, ...about } = row
      return { ...about, sealedKey: bytesOf(sealed_key) }
    },

    // By the hour, which lies before the moment at which a file came: it is gone a little early, never late.
    async purge(receivedBefore) {
      await db
        .deleteFrom('attachment')
        .where('received_at', '<', receivedBefore.getTime())
        .where('id', 'not in', (eb) => eb.selectFrom('tip_attachment').select('attachment'))
        .execute()
    },
  }
}

/** Takes files in, beside the message that they came with. */
export async function insertAttachments(
  db: Kysely<Tables>,
  attachments: readonly StoredAttachment[],
  receivedAt: Date,
): Promise<void> {
  for (const { id, kind, mediaType, size, sealed } of attachments) {
    await db
      .insertInto('attachment')
      .values({ id, kind, media_type: mediaType, size, received_at: hourOf(receivedAt), sealed })
      .execute()
  }
}

/** Makes a file part of a tip; one that was purged meanwhile does not keep the tip from being opened. */
export async function attach(db: Kysely<Tables>, write: WriteOf<'attach'>): Promise<void> {
  await db
    .insertInto('tip_attachment')
    .columns(['attachment', 'message', 'sealed_key'])
    .expression((eb) =>
      eb
        .selectFrom('attachment')
        .select(['id', eb.val(write.message).as('message'), eb.val(write.sealedKey).as('sealed_key')])
        .where('id', '=', write.attachment),
    )
    .onConflict((conflict) => conflict.column('attachment').doNothing())
    .execute()
}

/** The files of a tip, in order, each with its message. */
export function attachmentsOfTip(db: Kysely<Tables>, tip: string) {
  return ofTips(db).where('tip_message.tip', '=', tip).orderBy('tip_attachment.seq').execute()
}

function ofTips(db: Kysely<Tables>) {
  return db
    .selectFrom('tip_attachment')
    .innerJoin('tip_message', 'tip_message.id', 'tip_attachment.message')
    .innerJoin('attachment', 'attachment.id', 'tip_attachment.attachment')
    .select([
      'attachment.id',
      'attachment.kind',
      'attachment.media_type as mediaType',
      'attachment.size',
      'tip_attachment.message',
    ])
}
