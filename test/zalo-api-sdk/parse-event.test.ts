import { describe, expect, it } from 'vitest'
import { parseEvent } from '../../src/zalo-api-sdk/parse-event.ts'

const person = '8123456789012345678'
const oa = '4318675309000000001'
const at = new Date(1_790_000_000_123)
const parse = (body: unknown) => parseEvent(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))
const sent = (name: string, message: object) =>
  parse({
    app_id: '2718281828459045235',
    user_id_by_app: '5551230001112223334',
    event_name: name,
    timestamp: '1790000000123',
    sender: { id: person },
    recipient: { id: oa },
    message: { msg_id: 'b7', ...message },
  })
const attached = (name: string, attachment: object, more: object = {}) => {
  const event = sent(name, { attachments: [attachment], ...more })
  return event.kind === 'message' ? { text: event.text, attachments: event.attachments } : event
}

describe('an event', () => {
  it('carries the words of a person, and what they answer to', () => {
    expect(sent('user_send_text', { text: 'Em muốn hỏi ạ', quote_msg_id: '90aa' })).toEqual({
      kind: 'message',
      name: 'user_send_text',
      at,
      from: person,
      messageId: 'b7',
      text: 'Em muốn hỏi ạ',
      attachments: [],
      quotedId: '90aa',
    })
  })

  const url = 'https://f.example.zdn.vn/1'
  const thumbnail = 'https://t.example.zdn.vn/1.jpg'
  const card = '{"phone":"84900000000","qrCodeUrl":"https://qr.example.zdn.vn/7"}'
  it.each([
    ['image', { type: 'image', payload: { thumbnail, url } }, { type: 'image', url }],
    ['gif', { type: 'gif', payload: { thumbnail, url } }, { type: 'gif', url }],
    ['audio', { type: 'audio', payload: { url } }, { type: 'audio', url }],
    ['video', { type: 'video', payload: { thumbnail, description: '', url } }, { type: 'video', url }],
    ['sticker', { type: 'sticker', payload: { id: '20417', url } }, { type: 'sticker', id: '20417' }],
    ['link', { type: 'link', payload: { thumbnail, description: 'Mô tả', url } }, { type: 'link', url }],
    [
      'file',
      { type: 'file', payload: { url, size: '48213', name: 'Trần Thị Lan.pdf', checksum: '5d41', type: 'pdf' } },
      { type: 'file', url, fileType: 'pdf' },
    ],
    [
      'location',
      { type: 'location', payload: { coordinates: { latitude: '16.047079', longitude: '108.206230' } } },
      { type: 'location', latitude: 16.047079, longitude: 108.20623 },
    ],
    [
      'location',
      { type: 'location', payload: { coordinates: { latitude: 16.5, longitude: 108.5 } } },
      { type: 'location', latitude: 16.5, longitude: 108.5 },
    ],
    [
      'business_card',
      { type: 'link', payload: { thumbnail, description: card, url: '' } },
      { type: 'card', phone: '84900000000' },
    ],
    ['image', { type: 'photo', payload: { url } }, { type: 'image', url }],
    ['audio', { type: 'voice', payload: { url } }, { type: 'audio', url }],
    ['file', { type: 'file', payload: { url, type: null } }, { type: 'file', url, fileType: undefined }],
    ['link', { type: 'link', payload: { thumbnail: null, description: null, url } }, { type: 'link', url }],
    [
      'business_card',
      { type: 'link', payload: { description: '{"phone":84900000000}', url: '' } },
      { type: 'card', phone: '84900000000' },
    ],
    ['sticker', { type: 'hologram', payload: { url } }, { type: 'other' }],
    ['image', { type: 'image', payload: { thumbnail } }, { type: 'lost' }],
    ['file', { type: 'file', payload: null }, { type: 'lost' }],
    ['location', { type: 'location', payload: { coordinates: { latitude: '', longitude: '' } } }, { type: 'other' }],
    ['image', 7, { type: 'lost' }],
    ['text', 7, { type: 'other' }],
  ])('carries what user_send_%s brings: %j', (name, attachment, expected) => {
    expect(attached(`user_send_${name}`, attachment as object)).toEqual({ text: '', attachments: [expected] })
  })

  it('keeps the caption of a picture', () => {
    expect(attached('user_send_image', { type: 'image', payload: { url } }, { text: 'chú thích' })).toEqual({
      text: 'chú thích',
      attachments: [{ type: 'image', url }],
    })
  })

  it.each([
    ['quote_msg_id', ''],
    ['quote_msg_id', null],
    ['msg_id', null],
    ['msg_id', ''],
    ['conversation_id', ''],
    ['attachments', null],
    ['attachments', 'none'],
  ])('keeps somebody’s words when %s is %j', (field, value) => {
    expect(sent('user_send_text', { text: 'cứu em', [field]: value })).toMatchObject({
      kind: 'message',
      from: person,
      text: 'cứu em',
      attachments: [],
      quotedId: undefined,
    })
  })

  it.each([
    ['12345', '12345'],
    ['8123456789012345679', '8123456789012345679'],
    ['"b7"', 'b7'],
  ])('reads an id that is written as %s', (written, expected) => {
    const body = `{"event_name":"user_send_text","sender":{"id":${written}},"message":{"text":"a","msg_id":${written}}}`
    expect(parse(body)).toMatchObject({ kind: 'message', from: expected, messageId: expected })
  })

  it.each([null, 'cứu em', 7, [], undefined])('tells who wrote a message that is %j', (message) => {
    const body = { event_name: 'user_send_text', sender: { id: person }, message }
    expect(parse(body)).toMatchObject({ kind: 'message', from: person, text: '', attachments: [] })
  })

  it.each([{ text: null }, {}, { attachments: [] }])('tells of a picture that is nowhere: %j', (message) => {
    expect(sent('user_send_image', message)).toMatchObject({ text: '', attachments: [{ type: 'lost' }] })
  })

  const common = { app_id: '2', user_id_by_app: '5', timestamp: '1790000000123' }
  const envelopeA = { ...common, sender: { id: person }, recipient: { id: oa } }
  const fromOa = { ...common, sender: { id: oa }, recipient: { id: person } }
  it.each([
    [
      { ...common, event_name: 'follow', oa_id: oa, follower: { id: person }, source: 'oa_profile' },
      { kind: 'follow', name: 'follow', at, person, source: 'oa_profile' },
    ],
    [
      { ...common, event_name: 'unfollow', oa_id: oa, follower: { id: person } },
      { kind: 'unfollow', name: 'unfollow', at, person, source: undefined },
    ],
    [
      { ...common, event_name: 'user_click_chatnow', oa_id: oa, user_id: person },
      { kind: 'chat-opened', name: 'user_click_chatnow', at, person },
    ],
    [
      { ...common, event_name: 'user_withdraw', oa_id: oa, user_id: person },
      { kind: 'withdraw', name: 'user_withdraw', at, person },
    ],
    [
      { ...envelopeA, event_name: 'user_submit_info', info: { name: 'Người mẫu', phone: '84900000000' } },
      { kind: 'info-submitted', name: 'user_submit_info', at, person },
    ],
    [
      { ...fromOa, event_name: 'user_received_message', message: { msg_id: 'e1' } },
      { kind: 'delivered', name: 'user_received_message', at, person, messageIds: ['e1'] },
    ],
    [
      { ...fromOa, event_name: 'user_seen_message', message: { msg_ids: ['e1', 'e2'] } },
      { kind: 'seen', name: 'user_seen_message', at, person, messageIds: ['e1', 'e2'] },
    ],
    [
      { ...envelopeA, event_name: 'user_reacted_message', message: { msg_id: 'e1', react_icon: '/-heart' } },
      { kind: 'reaction', name: 'user_reacted_message', at, person, messageId: 'e1', icon: '/-heart' },
    ],
    [
      {
        ...fromOa,
        sender: { id: oa, admin_id: '9' },
        event_name: 'oa_send_text',
        message: { msg_id: 'f1', text: 'Chào' },
      },
      { kind: 'echo', name: 'oa_send_text', at, to: person, messageId: 'f1', adminId: '9' },
    ],
    [
      { ...fromOa, sender: { id: oa, admin_id: '' }, event_name: 'oa_send_text', message: null },
      { kind: 'echo', name: 'oa_send_text', at, to: person, messageId: undefined, adminId: undefined },
    ],
    [
      { ...common, event_name: 'unfollow', oa_id: oa, follower: { id: person }, source: null },
      { kind: 'unfollow', name: 'unfollow', at, person, source: undefined },
    ],
    [
      { ...fromOa, event_name: 'oa_send_anonymous_image', message: { msg_id: 'f1', conversation_id: 'd0' } },
      { kind: 'echo', name: 'oa_send_anonymous_image', at, to: person, messageId: 'f1', adminId: undefined },
    ],
    [
      {
        ...envelopeA,
        event_name: 'anonymous_send_text',
        message: { text: 'Cho em hỏi', msg_id: 'c0', conversation_id: 'd0' },
      },
      {
        kind: 'anonymous-message',
        name: 'anonymous_send_text',
        at,
        from: person,
        messageId: 'c0',
        text: 'Cho em hỏi',
        attachments: [],
        quotedId: undefined,
        conversationId: 'd0',
      },
    ],
  ])('is read from %j', (body, expected) => {
    expect(parse(body)).toEqual(expected)
  })

  it.each([
    'update_user_info',
    'user_send_group_text',
    'create_group',
    'user_call_oa',
    'change_template_status',
    'user_send_hologram',
    'oa_reacted_message',
  ])('is unknown by its name %s, and no error', (name) => {
    expect(parse({ ...common, event_name: name })).toEqual({ kind: 'unknown', name, at })
  })

  it.each([
    ['no JSON', '{"a":', 'unnamed'],
    ['a list', [], 'unnamed'],
    ['null', null, 'unnamed'],
    ['no name', { timestamp: '1' }, 'unnamed'],
    ['no sender', { event_name: 'user_send_text', message: { msg_id: 'a' } }, 'user_send_text'],
    ['half a number for an id', { event_name: 'follow', follower: { id: 8.5 } }, 'follow'],
    ['an empty id', { event_name: 'user_withdraw', user_id: '' }, 'user_withdraw'],
    ['nobody', { event_name: 'anonymous_send_text', message: {} }, 'anonymous_send_text'],
    [
      'ids that are no list',
      { ...fromOa, event_name: 'user_seen_message', message: { msg_ids: 'e1' } },
      'user_seen_message',
    ],
  ])('is malformed with %s', (_what, body, name) => {
    expect(parse(body)).toMatchObject({ kind: 'malformed', name })
  })

  it('does not lend its name to a counter when that could be anything', () => {
    expect(parse({ event_name: 'Nguyễn Văn A, 0900000000' }).name).toBe('unnamed')
    expect(parse({ event_name: 'x'.repeat(65) }).name).toBe('unnamed')
  })

  it.each(['yesterday', '', '-1', '99999999999999999', null])('comes without a time when that is %j', (timestamp) => {
    const event = parse({ ...envelopeA, event_name: 'user_send_text', timestamp, message: { text: 'a' } })
    expect(event.at).toBeUndefined()
  })

  it('goes through without a message id and without words', () => {
    expect(parse({ ...envelopeA, event_name: 'user_send_text', message: {} })).toMatchObject({
      kind: 'message',
      messageId: undefined,
      text: '',
    })
  })
})
