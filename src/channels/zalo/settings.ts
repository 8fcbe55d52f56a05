import type { SignatureOptions } from '../../zalo-api-sdk/signature.ts'

/** What an operator sets. */
export interface ZaloSettings {
  readonly appId: string
  readonly appSecret: string
  /** How webhooks are signed: with the key beside the webhook in the console, unless the account was told otherwise. */
  readonly signature: SignatureOptions
  /** Choices are buttons; off until a live account was seen to take them. */
  readonly usesButtons: boolean
  /** To begin with, or to begin anew; each is traded in once. */
  readonly refreshToken: string
  /** `https://openapi.zalo.me`, without a slash at the end. */
  readonly apiRoot: string
  /** `https://oauth.zaloapp.com`, without a slash at the end. */
  readonly oauthRoot: string
  /** The file that proves to Zalo whose domain this is. */
  readonly verification: { readonly name: string; readonly content: string } | undefined
}
