/** What an operator sets. */
export interface ZaloSettings {
  readonly appId: string
  readonly appSecret: string
  /** The key beside the webhook in the console: webhooks are signed with it. */
  readonly oaSecret: string
  /** To begin with, or to begin anew; each is traded in once. */
  readonly refreshToken: string
  /** `https://openapi.zalo.me`, without a slash at the end. */
  readonly apiRoot: string
  /** `https://oauth.zaloapp.com`, without a slash at the end. */
  readonly oauthRoot: string
  /** The file that proves to Zalo whose domain this is. */
  readonly verification: { readonly name: string; readonly content: string } | undefined
}
