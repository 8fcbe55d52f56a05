import { personOf, type FakeState } from './fake-zalo-state.ts'

/** What somebody does on their phone. */
export type FakeAct =
  | { readonly text: string; readonly quotes?: string }
  | { readonly image: Uint8Array; readonly caption?: string }
  | { readonly gif: Uint8Array }
  | { readonly audio: Uint8Array }
  | { readonly video: Uint8Array }
  | { readonly file: Uint8Array; readonly fileName?: string }
  | { readonly sticker: string }
  | { readonly link: string }
  | { readonly location: { readonly latitude: number; readonly longitude: number } }
  | { readonly card: string }
  | 'follow'
  | 'unfollow'
  | 'withdraw'
  | 'click-chatnow'

/** The webhook's body for what a person does; what that means for the person's window is kept, too. */
export function eventOfAct(personId: string, act: FakeAct, mediaRoot: string, state: FakeState): object {
  const person = personOf(state, personId)
  const now = state.clock.now()
  const common = { app_id: state.appId, user_id_by_app: `app-${personId}`, timestamp: String(now.getTime()) }
  if (typeof act === 'string') {
    if (act === 'follow') Object.assign(person, { isFollower: true, refusesWith: undefined, lastInteractionAt: now })
    if (act === 'unfollow') Object.assign(person, { isFollower: false, refusesWith: -213 })
    if (act === 'withdraw') Object.assign(person, { isFollower: false, refusesWith: -244 })
    if (act === 'follow' || act === 'unfollow')
      return { ...common, oa_id: state.oaId, event_name: act, source: 'oa_profile', follower: { id: personId } }
    const name = act === 'withdraw' ? 'user_withdraw' : 'user_click_chatnow'
    return { ...common, oa_id: state.oaId, event_name: name, user_id: personId }
  }
  Object.assign(person, { refusesWith: undefined, lastInteractionAt: now })
  const { name, text, attachment, quotes } = contentOf(act, mediaRoot, state)
  return {
    ...common,
    event_name: `user_send_${name}`,
    sender: { id: personId },
    recipient: { id: state.oaId },
    message: {
      msg_id: `in-${state.next()}`,
      ...(text === undefined ? {} : { text }),
      ...(quotes === undefined ? {} : { quote_msg_id: quotes }),
      ...(attachment === undefined ? {} : { attachments: [attachment] }),
    },
  }
}

interface Content {
  readonly name: string
  readonly text?: string
  readonly quotes?: string
  readonly attachment?: { readonly type: string; readonly payload: unknown }
}

function contentOf(act: Exclude<FakeAct, string>, mediaRoot: string, state: FakeState): Content {
  const host = (bytes: Uint8Array, ending: string): string => {
    const path = `/media/${state.next()}.${ending}`
    state.media.set(path, bytes)
    return mediaRoot + path
  }
  const media = (type: string, bytes: Uint8Array, ending: string, more: object = {}) => {
    const url = host(bytes, ending)
    return { type, payload: { thumbnail: `${url}?thumbnail`, url, ...more } }
  }
  if ('text' in act)
    return { name: 'text', text: act.text, ...(act.quotes === undefined ? {} : { quotes: act.quotes }) }
  if ('image' in act) {
    const caption = act.caption === undefined ? {} : { text: act.caption }
    return { name: 'image', ...caption, attachment: media('image', act.image, 'jpg') }
  }
  if ('gif' in act) return { name: 'gif', attachment: media('gif', act.gif, 'gif') }
  if ('audio' in act) return { name: 'audio', attachment: media('audio', act.audio, 'amr') }
  if ('video' in act) return { name: 'video', attachment: media('video', act.video, 'mp4', { description: '' }) }
  if ('file' in act) {
    const { file, fileName = 'don.pdf' } = act
    const more = {
      size: String(file.length),
      name: fileName,
      checksum: '5d41402abc4b2a76b9719d911017c592',
      type: 'pdf',
    }
    return { name: 'file', attachment: { type: 'file', payload: { url: host(file, 'bin'), ...more } } }
  }
  if ('sticker' in act)
    return {
      name: 'sticker',
      attachment: { type: 'sticker', payload: { id: act.sticker, url: `${mediaRoot}/st/${act.sticker}.png` } },
    }
  if ('link' in act)
    return {
      name: 'link',
      text: act.link,
      attachment: { type: 'link', payload: { thumbnail: '', description: 'Mô tả', url: act.link } },
    }
  if ('location' in act) {
    const { latitude, longitude } = act.location
    const coordinates = { latitude: String(latitude), longitude: String(longitude) }
    return { name: 'location', attachment: { type: 'location', payload: { coordinates } } }
  }
  const description = JSON.stringify({ phone: act.card, qrCodeUrl: `${mediaRoot}/qr/1` })
  return {
    name: 'business_card',
    attachment: { type: 'link', payload: { thumbnail: '', description, url: '' } },
  }
}

/** The account's own message as it comes back; `adminId` where a person wrote it in the OA Manager. */
export function echoOf(
  personId: string,
  message: { readonly id: string; readonly text: string },
  adminId: string | undefined,
  state: FakeState,
): object {
  return {
    app_id: state.appId,
    user_id_by_app: `app-${personId}`,
    event_name: 'oa_send_text',
    timestamp: String(state.clock.now().getTime()),
    sender: { id: state.oaId, ...(adminId === undefined ? {} : { admin_id: adminId }) },
    recipient: { id: personId },
    message: { text: message.text, msg_id: message.id },
  }
}
