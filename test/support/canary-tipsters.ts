import { jpegSamples } from '../media/jpeg-samples.ts'
import { bytesOf } from '../media/sample.ts'
import { canary, type CanaryKind } from './canaries.ts'
import { eventOfAct, type FakeAct } from './fake-zalo-event.ts'
import type { FakeTelegram } from './fake-telegram.ts'
import type { FakeZalo } from './fake-zalo.ts'

/** Files a tip as one of many made-up people, with a canary wherever the platform tells more than words. */
export type FileTip = (person: number, words: string) => Promise<void>

/** On Telegram: as a caption, forwarded, or after a card or a place. */
export function telegramTipster(fake: FakeTelegram): FileTip {
  return async (person, words) => {
    const of = (kind: CanaryKind) => canary(kind, person)
    const id = Number(of('telegramId'))
    const someone = { id: id + 5_000, is_bot: false, first_name: of('forwardedName'), username: of('username') }
    const command = `/baotin ${words}`
    fake.person(id, { names: [of('firstName'), of('lastName'), of('username')], locale: 'vi' })
    const chat = { id, type: 'private', first_name: of('firstName'), photo: { small_file_id: of('photoId') } }
    switch (person % 4) {
      case 0:
        if (person % 8 === 0) return void fake.userSendsPhoto(id, { bytes: photoOf(of('exif')), caption: command })
        fake.userSendsDocument(id, {
          bytes: photoOf(of('exif')),
          caption: command,
          mediaType: 'image/jpeg',
          fileName: `${of('fileName')}.jpg`,
        })
        return
      case 1:
        fake.userSendsOther(id, {
          text: command,
          chat,
          forward_origin: { type: 'user', date: 1, sender_user: someone },
          entities: [
            { type: 'text_mention', offset: 8, length: 2, user: { ...someone, first_name: of('mentionedName') } },
          ],
        })
        return
      case 2: {
        const contact = {
          phone_number: of('cardPhone'),
          first_name: of('cardName'),
          user_id: id,
          vcard: of('cardName'),
        }
        fake.userSendsOther(id, { contact })
        fake.userSendsOther(id, {
          text: command,
          forward_origin: { type: 'hidden_user', date: 1, sender_user_name: of('forwardedName') },
          author_signature: of('lastName'),
        })
        return
      }
      default: {
        const location = { latitude: Number(of('location')), longitude: 108.2 }
        fake.userSendsOther(id, { location })
        fake.userSendsOther(id, { venue: { location, title: of('quotedWords'), address: of('cardName') } })
        fake.userSendsOther(id, {
          text: command,
          quote: { text: of('quotedWords') },
          reply_to_message: { from: someone, text: of('quotedWords') },
        })
      }
    }
  }
}

/** On Zalo: after a card, a place or a file; each event with names that some accounts are told. */
export function zaloTipster(zalo: FakeZalo): FileTip {
  return async (person, words) => {
    const of = (kind: CanaryKind) => canary(kind, person)
    const does = async (act: FakeAct) => {
      const event = eventOfAct(of('zaloId'), act, zalo.root, zalo.state) as { sender: object }
      const named = {
        name: of('displayName'),
        display_name: of('displayName'),
        avatar: `https://example.org/${of('photoId')}`,
      }
      const told = { ...event, sender: { ...event.sender, ...named }, user_alias: of('displayName') }
      // What is not answered in time comes again, as the platform brings it.
      while ((await zalo.webhook.deliver(told)) !== 200);
    }
    const acts: readonly FakeAct[] = [
      { card: of('cardPhone') },
      { location: { latitude: Number(of('location')), longitude: 108.2 } },
      { file: brokenPhotoOf(of('exif')), fileName: `${of('fileName')}.pdf` },
      { image: photoOf(of('exif')) },
    ]
    await does(acts[person % acts.length] ?? 'follow')
    await does({ text: `/baotin ${words}`, quotes: of('quotedWords') })
  }
}

/** On the web: what a browser and the network tell. */
export function webTipster(url: string): FileTip {
  return async (person, words) => {
    const of = (kind: CanaryKind) => canary(kind, person)
    const response = await fetch(`${url}/api/chat/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': `Mozilla/5.0 ${of('userAgent')}`,
        'x-forwarded-for': of('networkAddress'),
        cookie: `id=${of('cookie')}`,
        referer: `${url}/?q=${of('referrer')}`,
      },
      body: JSON.stringify({ text: `/baotin ${words}` }),
    })
    if (!response.ok) throw new Error(`the chat answered ${response.status}`)
    await response.body?.cancel()
  }
}

/** A photo whose camera tells a name. */
function photoOf(name: string): Uint8Array {
  const sample = jpegSamples['a JPEG of a phone']
  if (sample === undefined) throw new Error('the photo is gone')
  return sample({ word: () => name, number: () => new Uint8Array(8), planted: [] }).bytes
}

/** The same with nothing in it but what the camera tells: it is refused. */
function brokenPhotoOf(name: string): Uint8Array {
  const whole = Buffer.from(photoOf(name))
  return bytesOf(whole.subarray(0, 4 + whole.readUInt16BE(4)), [0xff, 0xd9])
}
