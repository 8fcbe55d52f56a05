import { z } from 'zod'

/** A part that may be missing; one of an unknown shape counts as missing, so that the rest of the message is still read. */
const maybe = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined)
const present = z
  .unknown()
  .transform((value) => value !== undefined)
  .optional()

const file = z.object({ file_id: z.string().max(500), file_size: maybe(z.number()), mime_type: maybe(z.string()) })
const photo = file.extend({ width: z.number(), height: z.number() })
const person = z.object({ id: z.int(), is_bot: maybe(z.boolean()), language_code: maybe(z.string().max(35)) })
const chat = z.object({ id: z.int(), type: z.string() })
const button = z.object({ text: z.string(), callback_data: maybe(z.string()) })

const message = z.object({
  message_id: z.int(),
  date: z.number(),
  edit_date: maybe(z.number()),
  chat,
  from: maybe(person),
  message_thread_id: maybe(z.int()),
  reply_to_message: maybe(z.object({ message_id: z.int(), from: maybe(person) })),
  text: maybe(z.string()),
  caption: maybe(z.string()),
  photo: maybe(z.array(photo)),
  voice: maybe(file),
  audio: maybe(file),
  video: maybe(file),
  video_note: maybe(file),
  animation: maybe(file),
  document: maybe(file),
  // What the bot cannot use; but whoever sends it must not be met with silence.
  sticker: present,
  location: present,
  contact: present,
  venue: present,
  poll: present,
  dice: present,
  story: present,
  game: present,
  checklist: present,
})

const callback = z.object({
  id: z.string().max(200),
  from: person,
  data: maybe(z.string()),
  message: maybe(
    z.object({
      message_id: z.int(),
      chat,
      message_thread_id: maybe(z.int()),
      reply_markup: maybe(z.object({ inline_keyboard: z.array(z.array(button)) })),
    }),
  ),
})

/** The parts of an update that are read. Names, usernames, telephone numbers and places are not among them. */
export const updateShape = z.object({
  update_id: z.int().nonnegative(),
  message: maybe(message),
  edited_message: maybe(message),
  callback_query: maybe(callback),
})
export type MessageShape = z.infer<typeof message>
export type CallbackShape = z.infer<typeof callback>
