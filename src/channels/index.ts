import type { Channel } from '../core/channel.ts'
import type { Clock, Ids, Log, Marks, Seal, Translate } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import { createWebChannel, type WebChannelDeps } from './web/channel.ts'

export interface ChannelsDeps {
  readonly storage: Pick<Storage, 'web'>
  readonly seal: Seal
  readonly marks: Marks
  readonly ids: Ids
  readonly clock: Clock
  readonly translate: Translate
  readonly publicUrl: string
  readonly trustsProxy: boolean
  readonly phones: WebChannelDeps['phones']
  readonly logFor: (area: string) => Log
}

/** The channels that are on. The web page always is; a platform is when its settings are there. */
export function createChannels(deps: ChannelsDeps): readonly Channel[] {
  return [createWebChannel({ ...deps, log: deps.logFor('web') })]
}
