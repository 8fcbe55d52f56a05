import { afterEach, describe, expect, it } from 'vitest'
import { lan, lanAddress, openZalo, type OpenZalo } from './zalo-fixture.ts'

const minuteMs = 60_000
const envelope = { app_id: '2', timestamp: '1790000000123', sender: { id: lan }, recipient: { id: '4' } }
let open: OpenZalo
afterEach(() => open.close())
async function opened(): Promise<OpenZalo> {
  open = await openZalo()
  return open
}

describe('following and leaving', () => {
  it('greets whoever follows, once', async () => {
    const { received, zalo } = await opened()
    await zalo.personDoes(lan, 'follow')
    await zalo.webhook.repeatLast()
    expect(received).toMatchObject([{ from: lanAddress, text: '/start' }, { text: '/start' }])
    expect(new Set(received.map(({ externalId }) => externalId)).size).toBe(1)
    expect(received[0]?.externalId).toMatch(/^sha256:[\w-]{43}$/)
  })

  it.each(['unfollow', 'withdraw'] as const)('hands %s in by its own time, under one id however often', async (act) => {
    const { clock, received, zalo } = await opened()
    const atMs = clock.now().getTime()
    expect(await zalo.personDoes(lan, act)).toBe(200)
    clock.advance(minuteMs)
    await zalo.webhook.repeatLast()
    const leaving = { atMs, withdraws: act === 'withdraw' }
    expect(received).toMatchObject(Array(2).fill({ from: lanAddress, text: '', attachments: [], leaving }))
    expect(new Set(received.map(({ externalId }) => externalId)).size).toBe(1)
    expect(received[0]).not.toHaveProperty('heardAtMs')
  })

  it('asks Zalo to come again when leaving could not be stored', async () => {
    const { clock, zalo } = await opened()
    const { receive } = open
    open.receive = () => Promise.reject(new Error('locked'))
    expect(await zalo.personDoes(lan, 'withdraw')).toBe(500)
    open.receive = receive
    clock.advance(30_000)
    expect(await zalo.webhook.repeatDue()).toEqual([200])
  })

  it('says when somebody was last heard, whatever of theirs comes late', async () => {
    const { clock, received, zalo } = await opened()
    const early = String(clock.now().getTime())
    clock.advance(minuteMs)
    const late = clock.now().getTime()
    await zalo.personDoes(lan, { text: 'em quay lại' })
    await zalo.webhook.deliver({ ...envelope, timestamp: early, event_name: 'user_send_text', message: { text: 'a' } })
    await zalo.personDoes('8999', 'follow')
    expect(received.map(({ heardAtMs }) => heardAtMs)).toEqual([late, late, late])
  })
})
