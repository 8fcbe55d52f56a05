import { expect } from 'vitest'
import { metadataMark, type SentFile } from './harness.ts'
import type { Check, Talk } from './talk.ts'

/** The beginning of a picture, as far as anybody here looks, and what tells where it was taken. */
const picture = Buffer.from('\xff\xd8\xff picture', 'latin1')
const taggedPicture = Buffer.concat([picture, Buffer.from(`${metadataMark} 10.7769,106.7009 Canary-Camera`)])
const photo: SentFile = { bytes: taggedPicture, name: 'canary-name.jpg', mediaType: 'image/jpeg', caption: '' }
const mostBytes = 20 * 1024 * 1024

/** How files come in. They are cleaned by the harness's own cleaner, which cuts at `metadataMark`. */
export function describeFilesIn(check: Check): void {
  const checkFiles = (
    name: string,
    test: (talk: Talk, send: NonNullable<Talk['harness']['sendFile']>) => Promise<void>,
  ) =>
    check(
      name,
      async (talk) => {
        const { sendFile } = talk.harness
        if (sendFile === undefined) throw new Error('the harness sends no files')
        await test(talk, sendFile)
      },
      { needs: 'files in' },
    )
  const told = ({ harness }: Talk) => harness.toldOfLoss?.()

  checkFiles('takes in a picture, with its kind and type', async ({ received }, send) => {
    await send(photo)
    expect(received).toMatchObject([{ text: '', attachments: [{ kind: 'image', mediaType: 'image/jpeg' }] }])
  })
  checkFiles('takes in a picture as it is, but for its metadata', async ({ received }, send) => {
    await send(photo)
    expect(Buffer.from(received[0]?.attachments[0]?.bytes ?? [])).toEqual(picture)
  })
  checkFiles('lets no name of a file in', async ({ harness, received }, send) => {
    await send(photo)
    expect(JSON.stringify(received)).not.toContain('canary-name')
    expect(harness.log()).not.toContain('canary-name')
  })
  checkFiles('keeps the words that come with a picture', async ({ received }, send) => {
    await send({ ...photo, caption: 'ảnh ở cổng trường' })
    expect(received).toMatchObject([{ text: 'ảnh ở cổng trường', attachments: [{ kind: 'image' }] }])
  })
  checkFiles('keeps files and words in order', async ({ harness, received }, send) => {
    await harness.write('trước')
    await send(photo)
    await harness.write('sau')
    expect(received.map(({ text, attachments }) => [text, attachments.length])).toEqual([
      ['trước', 0],
      ['', 1],
      ['sau', 0],
    ])
  })
  checkFiles('tells nobody of a loss where nothing was lost', async (talk, send) => {
    await send(photo)
    await talk.hello()
    expect(told(talk)).toEqual([])
  })
  checkFiles('tells the contact of a file that was lost, and keeps the words', async (talk, send) => {
    await talk.hello()
    talk.harness.loseFiles?.()
    await send({ ...photo, caption: 'có ảnh' })
    expect(talk.received.at(-1)).toMatchObject({ text: 'có ảnh', attachments: [] })
    expect(told(talk)).toEqual([talk.harness.address()])
  })
  checkFiles('tells the contact of a file that is too large, and keeps the words', async (talk, send) => {
    await send({ ...photo, bytes: Buffer.concat([picture, Buffer.alloc(mostBytes)]), caption: 'ảnh to' })
    expect(talk.received.at(-1)).toMatchObject({ text: 'ảnh to', attachments: [] })
    expect(told(talk)).toEqual([talk.harness.address()])
  })
  checkFiles('tells the contact of a file that cannot be cleaned, and keeps the words', async (talk, send) => {
    await send({ ...photo, bytes: Buffer.from('\xff\xd8\xff uncleanable', 'latin1'), caption: 'ảnh hỏng' })
    expect(talk.received.at(-1)).toMatchObject({ text: 'ảnh hỏng', attachments: [] })
    expect(told(talk)).toEqual([talk.harness.address()])
  })
  checkFiles('takes in a file of a type that nobody knows, or tells of it', async (talk, send) => {
    await send({ bytes: Buffer.from('?????'), name: 'x.canary', mediaType: 'x-y/z; "', caption: '' })
    expect(talk.received).toHaveLength(1)
    const kept = talk.received[0]?.attachments ?? []
    expect(kept.length + (told(talk)?.length ?? 0)).toBe(1)
    for (const { mediaType } of kept) expect(mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/)
  })
  checkFiles('does not tell again of a loss when the message is a repeat', async (talk, send) => {
    talk.answer = async () => ({ repeat: true, settled: Promise.resolve() })
    talk.harness.loseFiles?.()
    await send(photo)
    await talk.hello()
    expect(told(talk)).toEqual([])
  })
}
