import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCli } from './support/run-main.ts'

const root = mkdtempSync(join(tmpdir(), 'la-chan-check-'))
for (const part of ['flows', 'knowledge', 'locales']) cpSync(part, join(root, part), { recursive: true })
afterAll(() => rmSync(root, { recursive: true, force: true }))

function change(file: string, from: string, to: string): void {
  const path = join(root, file)
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
  writeFileSync(path, text.replace(from, to))
}

describe('npm run check', () => {
  it('finds nothing wrong with what the project holds', async () => {
    const { status, out, err } = await runCli(['check', '--root', root])
    expect(err).toBe('')
    expect(status).toBe(0)
    expect(out).toMatch(/1\d\d /)
  })

  it('names a telephone number of a unit that somebody has to call again', async () => {
    const file = join(root, 'knowledge/units.csv')
    const before = readFileSync(file, 'utf8')
    const lines = before.trimEnd().split('\n')
    const cells = (line: string) => (line.startsWith('01,') ? ',024 0000 0000,2026-01-02' : ',,')
    const changed = lines.map((line, index) => line + (index === 0 ? ',phone,phone_verified' : cells(line)))
    writeFileSync(file, `${changed.join('\n')}\n`)
    const { status, out } = await runCli(['check', '--root', root])
    writeFileSync(file, before)
    expect(status).toBe(0)
    expect(out).toContain('024 0000 0000')
    expect(out).toContain('Hà Nội')
    expect(out).toContain('2026-01-02')
  })

  it('lists what rests on a document', async () => {
    const { status, out } = await runCli(['check', '--impact', 'luat-hoa-giai'])
    expect(status).toBe(0)
    expect(out).toContain('no-private-settlement')
    expect(out).not.toContain('child-definition-age')
    expect(await runCli(['check', '--impact', 'luat-khong-co'])).toMatchObject({ status: 1, out: '' })
  })

  it('names mistakes in flows, knowledge, offices, locales, units and roster in one run', async () => {
    change('flows/tip.yaml', 'next: submit,', 'next: nowhere,')
    change('knowledge/vi/basics/child-definition-age.md', 'document: luat-tre-em', 'document: luat-khong-co')
    change('locales/en/tip.json', '{{receipt}}', 'RECEIPT')
    appendFileSync(join(root, 'knowledge/sample-units.csv'), '99-M1,Xã Lạc (mẫu),commune,99,\n')
    appendFileSync(join(root, 'knowledge/sample-roster.csv'), 'Không Có Ai,VN,1,2026-01-01 00:00,\n')
    change('knowledge/offices.yaml', 'replacedBy: regional-court', 'replacedBy: nowhere')
    const { status, err } = await runCli(['check', '--root', root])
    expect(status).toBe(1)
    expect(err).toMatch(/flows\/tip\.yaml: step confirm: no step nowhere/)
    expect(err).toMatch(/knowledge\/vi\/basics\/child-definition-age\.md: .*luat-khong-co/)
    expect(err).toMatch(/knowledge\/vi\/basics\/child-definition-age\.md: has to cite luat-tre-em/)
    expect(err).toMatch(/knowledge\/offices\.yaml: district-court is replaced by nowhere, which is unknown/)
    expect(err).toMatch(/locales\/en\/tip\.json: receipt: .*receipt/)
    expect(err).toMatch(/knowledge\/sample-units\.csv: .*18/)
    expect(err).toMatch(/knowledge\/sample-roster\.csv: .*3/)
  })
})
