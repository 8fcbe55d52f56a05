import { createHash } from 'node:crypto'
import type { FakeAnswer } from './fake-zalo-fault.ts'
import { newPair, type FakeState } from './fake-zalo-state.ts'

const refused = (error: number, name: string): FakeAnswer => ({
  status: 200,
  body: { error, error_name: name, error_description: name },
})

/** `POST /v4/oa/access_token`: a code or a refresh token, each good once, for a pair. */
export function answerToken(headers: Readonly<Record<string, unknown>>, body: string, state: FakeState): FakeAnswer {
  const form = new URLSearchParams(body)
  if (headers['secret_key'] !== state.appSecret) return refused(-14001, 'Invalid secret key')
  if (form.get('app_id') !== state.appId) return refused(-14002, 'Invalid app id')
  const now = state.clock.now()
  switch (form.get('grant_type')) {
    case 'refresh_token': {
      const token = state.refreshTokens.get(form.get('refresh_token') ?? '')
      if (token === undefined || token.isUsed || now >= token.until) return refused(-14014, 'Invalid refresh token')
      token.isUsed = true
      return { status: 200, body: newPair(state) }
    }
    case 'authorization_code': {
      const code = state.codes.get(form.get('code') ?? '')
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (code === undefined || code.isUsed || now >= code.until) return refused(-14006, 'Invalid authorization code')
      code.isUsed = true
      if (code.challenge !== challenge) return refused(-14007, 'Invalid code verifier')
      return { status: 200, body: newPair(state) }
    }
    default:
      return refused(-14008, 'Invalid grant type')
  }
}
