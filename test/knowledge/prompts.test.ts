import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ContentError } from '../../src/core/errors.ts'
import { loadPrompts } from '../../src/knowledge/prompts.ts'
import { knowledgeDir } from './test-answerer.ts'

const dir = mkdtempSync(join(tmpdir(), 'prompts-'))
afterAll(() => rmSync(dir, { recursive: true }))

const good = {
  rewriteSystem: 'Say it anew.',
  rewriteHuman: 'Q: {question}',
  chooseSystem: 'Choose, as {{"entry": null}}.',
  chooseHuman: '{entries} {question}',
}
function faultsOf(changed: Partial<typeof good>): readonly string[] {
  const all = { ...good, ...changed }
  const prompts = {
    rewrite: { system: all.rewriteSystem, human: all.rewriteHuman },
    choose: { system: all.chooseSystem, human: all.chooseHuman },
  }
  writeFileSync(join(dir, 'prompts.yaml'), JSON.stringify(prompts))
  try {
    loadPrompts(dir)
    return []
  } catch (error) {
    if (error instanceof ContentError) return error.faults
    throw error
  }
}

describe('the prompts', () => {
  it('are read', () => {
    expect(faultsOf({})).toEqual([])
    expect(loadPrompts(dir).rewrite).toEqual({ system: good.rewriteSystem, human: good.rewriteHuman })
    expect(loadPrompts(knowledgeDir).choose.human).toContain('{entries}')
  })

  it.each([
    [{ rewriteHuman: 'Q:' }, 'rewrite: human does not use {question}'],
    [{ chooseHuman: '{question}' }, 'choose: human does not use {entries}'],
    [{ rewriteHuman: '{question} {entries}' }, 'rewrite: human uses unknown {entries}'],
    [{ chooseHuman: '{question} {entries} {"a": 1}' }, 'choose: human: a brace that is meant is written twice'],
    [{ chooseSystem: '{"entry": null}' }, 'choose: system: a brace that is meant is written twice'],
    [{ rewriteSystem: '{question}' }, 'rewrite: system: a brace that is meant is written twice'],
  ])('%j are at fault', (changed, fault) => {
    expect(faultsOf(changed)).toEqual([`knowledge/prompts.yaml: ${fault}`])
  })

  it('without words, or not there, are at fault', () => {
    expect(faultsOf({ chooseSystem: ' ' })).toEqual([
      expect.stringMatching(/^knowledge\/prompts\.yaml: choose\.system: /),
    ])
    expect(() => loadPrompts(join(dir, 'nowhere'))).toThrow('knowledge/prompts.yaml: there is no such file')
  })
})
