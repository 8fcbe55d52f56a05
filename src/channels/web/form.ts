import type { Route } from '../../core/channel.ts'
import type { Ids, Log, Translate } from '../../core/ports.ts'
import { foldWords } from '../../core/text.ts'
import { whereOf } from '../../core/where.ts'
import type { Assets } from './assets.ts'
import { cleanText, readForm, textFault } from './convert.ts'
import type { SentForm } from './convert.ts'
import { encode, encodedResponse } from './encode.ts'
import type { Encoded } from './encode.ts'
import { exitCommand, readExitWords } from './exit-words.ts'
import { isOwnOrigin } from './origin.ts'
import { renderPage } from './page.ts'
import type { Page, Phones } from './page.ts'
import { offeredMessage } from './page-thread.ts'
import { faultWords, statusOf } from './response.ts'
import type { Fault } from './response.ts'
import type { Thread } from './thread.ts'
import type { Turns } from './turn.ts'

export interface FormDeps {
  readonly thread: Thread
  readonly turns: Turns
  readonly ids: Pick<Ids, 'id'>
  readonly log: Log
  readonly translate: Translate
  readonly phones: Phones
  readonly assets: Assets['urls']
  readonly publicUrl: string | undefined
  readonly sourceMark: (request: Request, peer: string) => string
}

/** The page itself: `GET /`, and `POST /` for browsers without JavaScript. */
export interface Form {
  readonly get: Route['handle']
  readonly post: Route['handle']
  /** The page with the fault on it and what was typed still in the box. */
  readonly refuse: (fault: Fault, form?: Partial<SentForm>) => Promise<Response>
}

const noCache = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } as const

/** The chat as plain pages and forms. */
export function createForm(deps: FormDeps): Form {
  const { thread, translate } = deps
  const firstPages = new Map<string, Encoded>()
  const exitWords = readExitWords(translate)

  function render(locale: string, shown: Partial<Page>): Promise<string> {
    const otherLocale = translate.locales.find((other) => other !== locale) ?? locale
    const empty = { session: '', messages: [], offered: undefined, typed: '', fault: undefined, ref: '', nextId: '' }
    return renderPage({
      ...empty,
      locale,
      otherLocale,
      words: translate(locale),
      phones: deps.phones,
      assets: deps.assets,
      exitWords,
      ...shown,
    })
  }

  /** Never compressed: it holds the session's token beside words from outside (the BREACH attack). */
  async function threadPage(locale: string, status: number, shown: Partial<Page>): Promise<Response> {
    return new Response(await render(locale, { nextId: deps.ids.id(), ...shown }), { status, headers: noCache })
  }

  /** Keeps what was typed. When something of ours is broken the thread is not read: that may be what broke. */
  async function refuse(fault: Fault, form: Partial<SentForm> = {}): Promise<Response> {
    const locale = translate.pick(form.look ?? form.locale)
    const isBroken = fault === 'failed'
    const session = isBroken || form.session === undefined ? undefined : await thread.find(form.session)
    const messages = session === undefined ? [] : await thread.latest(session.mark)
    return threadPage(locale, statusOf(fault), {
      session: (isBroken || session !== undefined ? form.session : undefined) ?? '',
      messages,
      offered: offeredMessage(messages.slice(-1), 0),
      typed: form.text ?? '',
      fault: faultWords(translate(locale), locale, fault, { ...deps.phones }),
      ref: form.ref ?? '',
      ...(form.id === undefined ? {} : { nextId: form.id }),
    })
  }

  /** The thread as it is now, in the language asked for; nothing is sent. */
  async function look(form: SentForm): Promise<Response> {
    const locale = translate.pick(form.look)
    if (form.session === undefined) return threadPage(locale, 200, { typed: form.text, ref: form.ref ?? '' })
    const session = await thread.find(form.session)
    if (session === undefined) return refuse('unknown-session', form)
    await thread.touch(session.mark, locale)
    const messages = await thread.latest(session.mark)
    const offered = offeredMessage(messages.slice(-1), 0)
    return threadPage(locale, 200, { session: form.session, messages, offered, typed: form.text })
  }

  /** Somebody leaves at once: a page with what the bot says to that and nothing else, the session's token neither. */
  async function leave({ session, ref, id, locale }: SentForm, source: string): Promise<Response> {
    const turn = await deps.turns.take({ text: exitCommand, session, locale, ref, id }, source)
    const said = turn.kind === 'taken' ? await thread.after(turn.mark, turn.before) : []
    return threadPage(translate.pick(locale), 200, { messages: said.slice(-1) })
  }

  async function send(form: SentForm, source: string): Promise<Response> {
    const { session, ref, id } = form
    const locale = translate.pick(form.locale)
    const text = form.choice ?? form.text
    const fault = textFault(text)
    if (fault !== undefined) return refuse(fault, form)
    if (exitWords.includes(foldWords(text))) return leave(form, source)
    // The first page, which has no session yet, offers whole questions as choices.
    const isTap = form.choice !== undefined && session !== undefined
    const turn = await deps.turns.take({ text: cleanText(text), session, locale, ref, id, isTap }, source)
    if (turn.kind === 'fault') return refuse(turn.fault, form)
    const messages = await thread.latest(turn.mark)
    const typed = form.choice === undefined ? '' : form.text
    return threadPage(locale, 200, {
      session: turn.token,
      messages,
      offered: offeredMessage(messages, turn.before),
      typed,
    })
  }

  return {
    refuse,
    async get(request) {
      const query = new URL(request.url).searchParams
      const locale = translate.pick(query.get('lang') ?? undefined)
      const ref = query.get('ref')?.slice(0, 100) ?? ''
      if (ref !== '') return encodedResponse(request, await render(locale, { ref }), noCache)
      const first = firstPages.get(locale) ?? encode(await render(locale, {}))
      firstPages.set(locale, first)
      return encodedResponse(request, first, noCache)
    },
    async post(request, peer) {
      if (!isOwnOrigin(request, deps.publicUrl, true)) return refuse('foreign-origin')
      const read = await readForm(request)
      if (read.kind === 'fault') return refuse(read.fault)
      try {
        return await (read.value.look === undefined
          ? send(read.value, deps.sourceMark(request, peer))
          : look(read.value))
      } catch (error) {
        deps.log.error({ kind: (error as Error).name, where: whereOf(error) }, 'a chat form failed')
        return refuse('failed', read.value)
      }
    },
  }
}
