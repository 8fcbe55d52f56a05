import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { playChat } from './support/play-chat.ts'

const files = globSync('test/scenarios/*.chat')

describe('transcripts, played on the whole app', () => {
  it.each(files.map((file) => [basename(file, '.chat'), file]))('%s', async (_name, file) => {
    await playChat(readFileSync(file, 'utf8'))
  })

  it('fail when something else is said', async () => {
    await expect(playChat('telegram:lan > /help\ntelegram:lan < these words are never said')).rejects.toThrow('line 2')
    await expect(playChat('telegram:lan > /help\ntelegram:lan -')).rejects.toThrow('line 2')
    await expect(playChat('telegram:lan > /help\ntelegram:lan [] no such button')).rejects.toThrow('line 2')
  })

  it('cover every flow', () => {
    const played = files.map((file) => readFileSync(file, 'utf8')).join('\n')
    for (const command of ['/start', '/help', '/baotin', '/ma', '/xoa', '/thoat', '/lang', '/khancap'])
      expect(played).toContain(`> ${command}`)
  })
})
