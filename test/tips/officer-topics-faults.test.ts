import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { group, openTopics, type OpenTopics } from './open-topics.ts'
import { putStatus } from './store-tip.ts'

let at: OpenTopics
beforeEach(async () => {
  at = await openTopics()
})
afterEach(() => at.close())

describe('after a crash', () => {
  it('at any step the next process goes on with what is missing: one topic, one card', async () => {
    const made = [await at.tip(), await at.tip(), await at.tip()]
    for (let steps = 0; steps < 8; steps++) {
      await at.restart()
      await at.go(4)
    }
    expect(at.codes().toSorted()).toEqual(made.map(({ id }) => id).toSorted())
    expect(at.posts()).toHaveLength(3)
  })

  it('between the topic and its card no second topic is made', async () => {
    const { id } = await at.tip()
    at.fake.fault('sendMessage', 'drops-before')
    await at.topics().run()
    expect([at.codes(), at.posts()]).toEqual([[id], []])
    await at.restart()
    await at.go(6)
    expect([at.codes(), at.posts().length]).toEqual([[id], 1])
  })

  it('what it held is taken up when its claim has run out', async () => {
    const { id } = await at.tip()
    const { officerTopics } = at.open.base.storage
    await officerTopics.claim(id, at.open.clock.now(), new Date(at.open.clock.now().getTime() + 30_000))
    await at.go(30)
    expect(at.codes()).toEqual([])
    await at.topics().run()
    expect(at.codes()).toEqual([id])
  })

  it('two processes at once make one topic and one card of each tip', async () => {
    const made = [await at.tip(), await at.tip(), await at.tip(), await at.tip()]
    const second = at.another()
    for (let seconds = 0; seconds < 15; seconds++) {
      await Promise.all([at.topics().run(), second.run()])
      at.open.clock.advance(1_000)
    }
    await second.stop()
    expect(at.codes().toSorted()).toEqual(made.map(({ id }) => id).toSorted())
    expect(at.posts()).toHaveLength(4)
  })
})

describe('what somebody deletes', () => {
  it('a topic is made anew when its card changes', async () => {
    const { id } = await at.tip()
    await at.topics().run()
    const first = at.fake.topicsIn(group)[0]?.id ?? 0
    at.fake.memberDeletesTopic(group, first)
    await putStatus(at.open.base, id, 'acknowledged')
    await at.go(15)
    expect(at.codes()).toEqual([id])
    expect(at.fake.topicsIn(group)[0]?.id).not.toBe(first)
    expect(at.posts()).toMatchObject([{ text: expect.stringContaining('Đã tiếp nhận') as string }])
  })

  it('a card is posted anew in its topic', async () => {
    const { id } = await at.tip()
    await at.go(4)
    at.fake.memberDeletes(group, at.posts()[0]?.id ?? 0)
    await putStatus(at.open.base, id, 'acknowledged')
    await at.topics().run()
    expect([at.codes(), at.posts().length]).toEqual([[id], 1])
  })

  it('another group has its own topics', async () => {
    const { id } = await at.tip()
    await at.topics().run()
    const elsewhere = group - 1
    at.fake.addForum(elsewhere)
    await at.restart(elsewhere)
    await at.go(4)
    expect(at.fake.topicsIn(elsewhere)).toMatchObject([{ name: id }])
    expect(at.fake.botMessagesIn(elsewhere)).toHaveLength(1)
  })
})

describe('trouble with the group', () => {
  it.each([
    ['the bot lacks its rights', { refuse: 400, description: 'Bad Request: not enough rights to create a topic' }],
    ['the bot was thrown out', { refuse: 403, description: 'Forbidden: bot was kicked from the supergroup chat' }],
  ])('is told as an error once a minute when %s, and over when it is', async (_what, fault) => {
    const { id } = await at.tip()
    at.fake.fault('createForumTopic', fault, 2)
    await at.go(120)
    const errors = at.logLines.filter((line) => line.includes('"level":50'))
    expect(errors).toHaveLength(2)
    expect(errors.join()).not.toMatch(/100123|5550000001|Canary/)
    expect(at.topics().standing()).toMatchObject({ waiting: 1 })
    expect(at.topics().standing().failure).toBeDefined()
    await at.go(2)
    expect(at.codes()).toEqual([id])
    await at.go(2)
    expect(at.topics().standing()).toEqual({ waiting: 0, failure: undefined })
  })

  it('a step that is refused for one tip does not hold up the others', async () => {
    const first = await at.tip({ level: 'emergency' })
    const second = await at.tip()
    at.fake.fault('createForumTopic', { refuse: 400, description: 'Bad Request: something else' })
    await at.topics().run()
    await at.go(57, 3)
    expect(at.codes()).toEqual([second.id])
    await at.go(9, 3)
    expect(at.codes()).toEqual([second.id, first.id])
  })
})
