import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tip } from '../../src/core/tip.ts'
import { dangers, harmKinds } from '../../src/core/triage.ts'
import { alertOfficers } from '../../src/tips/alerts.ts'
import { openActions, type OpenActions } from '../actions/open-actions.ts'
import { realContent } from '../support/test-app.ts'
import { addOfficer, bindAccount } from './store-tip.ts'

const { translate } = realContent()
let open: OpenActions
beforeAll(async () => {
  open = await openActions()
})
afterAll(() => open.close())

const tip: Pick<Tip, 'id' | 'kind' | 'level' | 'dueAt'> = {
  id: 'ABCD-2345',
  kind: 'neglect',
  level: 'emergency',
  dueAt: new Date('2026-11-22T17:05:00Z'),
}
const deps = () => ({ ...open.base, translate, publicUrl: 'https://la-chan.example' })

describe('an alert', () => {
  it('says code, danger, kind, place, clock in Vietnam and where to act', async () => {
    const officer = await addOfficer(open.base, '38')
    await bindAccount(open.base, officer, 'zalo:binh')
    const place = (await open.base.places.path('38-M1')).filter(({ code }) => code !== 'VN')
    const [alert, ...more] = await alertOfficers([officer.id], { key: 'officers.newTip', tip, place }, deps())
    expect(more).toEqual([])
    expect(alert).toEqual({
      to: 'zalo:binh',
      about: 'ABCD-2345',
      priority: 'tip',
      text:
        '[ABCD-2345] KHẨN CẤP · Bỏ rơi, bỏ mặc · Xã Suối Lau (mẫu), Thanh Hóa · hạn 23/11/2026 00:05\n' +
        'Tiếp nhận: https://la-chan.example/console/tips/ABCD-2345',
      quickReplies: [
        { label: 'Tiếp nhận', value: '/buoc ABCD-2345 acknowledged' },
        { label: 'Viết trả lời', value: '/tra ABCD-2345' },
        { label: 'Xem tin', value: '/tin ABCD-2345' },
      ],
      unprompted: true,
    })
  })

  it('says that the place is not known', async () => {
    const officer = await addOfficer(open.base, 'VN')
    await bindAccount(open.base, officer, 'zalo:noplace')
    const [alert] = await alertOfficers([officer.id], { key: 'officers.newWords', tip, place: [] }, deps())
    expect(alert?.text).toContain('chưa rõ nơi')
    expect(alert?.text).toContain('viết thêm')
    expect(alert?.quickReplies?.map(({ value }) => value)).toEqual(['/tra ABCD-2345', '/tin ABCD-2345'])
  })

  it('goes to each account of each officer asked for, and to no other', async () => {
    const [one, two, three] = [
      await addOfficer(open.base, '38'),
      await addOfficer(open.base, '38'),
      await addOfficer(open.base, '38'),
    ]
    await bindAccount(open.base, one, 'telegram:a1')
    await bindAccount(open.base, one, 'zalo:a1')
    await bindAccount(open.base, two, 'telegram:a2')
    await bindAccount(open.base, three, 'telegram:a3')
    const alerts = await alertOfficers([one.id, two.id], { key: 'officers.newTip', tip, place: [] }, deps())
    expect(alerts.map(({ to }) => to).toSorted()).toEqual(['telegram:a1', 'telegram:a2', 'zalo:a1'])
  })

  it('goes nowhere when nobody has an account, is active, or is asked for', async () => {
    const bare = await addOfficer(open.base, '38')
    const gone = await addOfficer(open.base, '38')
    await bindAccount(open.base, gone, 'telegram:gone')
    await open.base.storage.officers.disable(gone.id, open.clock.now())
    for (const asked of [[], [bare.id], [gone.id], ['nobody']]) {
      expect(await alertOfficers(asked, { key: 'officers.newTip', tip, place: [] }, deps())).toEqual([])
    }
  })

  it('has words for every danger and kind', async () => {
    const officer = await addOfficer(open.base, '38')
    await bindAccount(open.base, officer, 'zalo:words')
    for (const level of dangers) {
      for (const kind of harmKinds) {
        const about = { key: 'officers.newTip', tip: { ...tip, level, kind }, place: [] } as const
        const [alert] = await alertOfficers([officer.id], about, deps())
        expect(alert?.text).toContain(`${translate('vi')(`status.danger.${level}`)} · `)
        expect(alert?.text).toContain(translate('vi')(`status.kind.${kind}`))
      }
    }
  })
})
