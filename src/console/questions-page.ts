import type { Hono } from 'hono'
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from './env.ts'
import { signedIn, viewOf } from './env.ts'
import { failedPage, page } from './page.ts'
import { readPage } from './pager.ts'
import { questionsView } from './questions-view.ts'

/** Ids of the questions of one group, as they stand in its form. */
const idsShape = /^[\w-]{1,64}(?:\.[\w-]{1,64}){0,1999}$/

/** `GET /console/questions`: what found no answer, and which answers did not help; for supervisors and admins. */
export function addQuestionsPage(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/console/questions', async (c) => {
    const view = viewOf(c, deps)
    if (!mayLook(c)) return c.html(failedPage(view, 'notFound'), 404)
    const done = /^[1-9]\d{0,4}$/.exec(c.req.query('done') ?? '')?.[0]
    const body = questionsView(view, {
      ...(await deps.authorQueue.questions()),
      verdicts: await deps.authorQueue.verdicts(),
      done: done === undefined ? undefined : Number(done),
      pages: {
        page: readPage(c.req.query('page')),
        answered: readPage(c.req.query('answered')),
        verdicts: readPage(c.req.query('verdicts')),
      },
    })
    return c.html(page(view, { title: view.words('console.questions.title'), section: 'questions', body }))
  })

  app.post('/console/questions/done', async (c) => {
    if (!mayLook(c)) return c.html(failedPage(viewOf(c, deps, '/console/questions'), 'notFound'), 404)
    const asked = c.get('form').get('ids') ?? ''
    const ids = idsShape.test(asked) ? asked.split('.') : []
    if (ids.length > 0) await deps.authorQueue.finish(ids)
    return c.redirect(`/console/questions${ids.length > 0 ? `?done=${ids.length}` : ''}`, 303)
  })
}

function mayLook(c: ConsoleContext): boolean {
  return signedIn(c).officer.role !== 'officer'
}
