import { ZaloError, type ZaloFailure } from './error.ts'

interface CodeMeaning {
  readonly failure: ZaloFailure
  readonly means: string
}

/** Zalo's error numbers, each with what can be done about it. Zalo answers failures with HTTP 200 and one of these. */
export const errorCodes: Readonly<Record<number, CodeMeaning>> = {
  [-32]: { failure: 'throttled', means: 'too many requests' },
  [-100]: { failure: 'retry-later', means: 'an upload is unknown or older than 7 days: upload again' },
  [-200]: { failure: 'retry-later', means: 'sending failed' },
  [-201]: { failure: 'bad-request', means: 'a parameter is wrong or missing' },
  [-204]: { failure: 'misconfigured', means: 'the Official Account was disabled' },
  [-205]: { failure: 'misconfigured', means: 'there is no such Official Account' },
  [-209]: { failure: 'misconfigured', means: 'the app is not active, or not for this API' },
  [-210]: { failure: 'bad-request', means: 'a parameter is too long' },
  [-211]: { failure: 'over-quota', means: 'the quota is used up' },
  [-212]: { failure: 'misconfigured', means: 'this API is not registered' },
  [-213]: { failure: 'window-closed', means: 'the person does not follow the Official Account' },
  [-214]: { failure: 'retry-later', means: 'still being worked on' },
  [-216]: { failure: 'token', means: 'the access token is not valid' },
  [-217]: { failure: 'opted-out', means: 'the person blocks invitations' },
  [-218]: { failure: 'over-quota', means: 'the quota for this person is used up' },
  [-219]: { failure: 'misconfigured', means: 'the app was removed' },
  [-220]: { failure: 'token', means: 'the access token has expired' },
  [-221]: { failure: 'misconfigured', means: 'the Official Account is not verified' },
  [-223]: { failure: 'misconfigured', means: 'the Official Account has not allowed this API' },
  [-224]: { failure: 'misconfigured', means: 'the Official Account needs a higher service package' },
  [-227]: { failure: 'opted-out', means: 'the person is banned, or has not been there for 45 days' },
  [-230]: { failure: 'window-closed', means: 'the person has not written for 7 days' },
  [-232]: { failure: 'window-closed', means: 'the person has never written, or too long ago' },
  [-233]: { failure: 'bad-request', means: 'this kind of message is not supported' },
  [-234]: { failure: 'over-quota', means: 'not at night' },
  [-235]: { failure: 'misconfigured', means: 'not for this kind of Official Account' },
  [-237]: { failure: 'bad-request', means: 'the group is closed' },
  [-238]: { failure: 'bad-request', means: 'the asset is used already' },
  [-240]: { failure: 'bad-request', means: 'messages of version 2 were shut down' },
  [-241]: { failure: 'bad-request', means: 'the asset is used already' },
  [-242]: { failure: 'misconfigured', means: 'the proof of the app secret is wrong' },
  [-244]: { failure: 'opted-out', means: 'the person does not want this kind of message' },
  [-248]: { failure: 'misconfigured', means: 'against the rules of the platform' },
  [-249]: { failure: 'bad-request', means: 'the template cannot be sent by user id' },
  [-320]: { failure: 'misconfigured', means: 'a Zalo Cloud Account is needed' },
  [-321]: { failure: 'misconfigured', means: 'the Zalo Cloud Account has run out of money' },
  [-403]: { failure: 'bad-request', means: 'the Official Account is not in the group' },
  [-14002]: { failure: 'misconfigured', means: 'consent: the app is not active' },
  [-14003]: {
    failure: 'misconfigured',
    means: 'consent: the address or the challenge differs from the one in the console',
  },
}

/** Zalo's number for too many requests of the app. */
export const rateCode = -32
/** The rate is counted by the minute. */
const rateWaitMs = 60_000
const quotaWaitMs = 60 * 60_000
const dayMs = 24 * 60 * 60_000
/** 06:00 in Vietnam (UTC+7, no summer time), as milliseconds after midnight UTC of the day before. */
const morningMs = 23 * 60 * 60_000

/** The error that an error number of Zalo stands for. A number that nobody knows is worth another try. */
export function errorOfCode(code: number, now: Date): ZaloError {
  const known = errorCodes[code]
  if (known === undefined) return new ZaloError('retry-later', 'zalo answered an unknown error', { code })
  const isLater = known.failure === 'throttled' || known.failure === 'over-quota'
  const retryAfterMs = isLater ? waitMs(code, now) : undefined
  return new ZaloError(known.failure, known.means, { code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
}

/** True where a new access token may help. */
export function isTokenCode(code: number): boolean {
  return code === -216 || code === -220
}

function waitMs(code: number, now: Date): number {
  if (code === rateCode) return rateWaitMs
  if (code !== -234) return quotaWaitMs
  return (morningMs - (now.getTime() % dayMs) + dayMs) % dayMs || dayMs
}
