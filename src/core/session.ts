/** Where a contact stands in a flow. `version` grows by one at each turn; `vars` are sealed at rest. */
export interface Session {
  readonly flow: string
  readonly step: string
  readonly vars: Readonly<Record<string, string>>
  readonly version: number
  readonly expiresAt: Date
}
