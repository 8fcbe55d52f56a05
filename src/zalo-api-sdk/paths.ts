/**
 * Every path of Zalo that this library can call. Whatever would read conversations or profiles of people is not among them:
 * a bot answers without it.
 */
export const apiPaths = {
  message: '/v3.0/oa/message/cs',
  uploadImage: '/v2.0/oa/upload/image',
  uploadGif: '/v2.0/oa/upload/gif',
  uploadFile: '/v2.0/oa/upload/file',
  quota: '/v3.0/oa/quota/message',
  account: '/v2.0/oa/getoa',
} as const
/** One of the paths below the API's root. */
export type ApiPath = (typeof apiPaths)[keyof typeof apiPaths]

/** The one path below the OAuth root: a pair of tokens for a code or for a refresh token. */
export const tokenPath = '/v4/oa/access_token'

/** Zalo's own API. */
export const defaultApiRoot = 'https://openapi.zalo.me'
/** Zalo's own token server. */
export const defaultOauthRoot = 'https://oauth.zaloapp.com'
