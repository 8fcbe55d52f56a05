import { existsSync } from 'node:fs'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Content } from './content.ts'
import { ConfigError } from './core/errors.ts'
import type { Clock, Duty, Ids, Marks, Places, Seal, Words } from './core/ports.ts'
import type { Storage } from './core/storage.ts'
import { createDuty } from './duty/on-duty.ts'
import { createPlaces } from './duty/places.ts'
import { createIds } from './ids.ts'
import { createLogs, type LogDestination, type Logs } from './logger.ts'
import { createMarks } from './privacy/marks.ts'
import { readMasterKey } from './privacy/master-key.ts'
import { createSeal } from './privacy/seal.ts'
import { addMissingUnits } from './sample-data.ts'
import { openStorage } from './storage/storage.ts'

/** What the app and the command line both stand on: storage, keys, places, a clock. */
export interface Base {
  readonly config: Config
  readonly content: Content
  readonly clock: Clock
  readonly ids: Ids
  readonly logs: Logs
  readonly seal: Seal
  readonly marks: Marks
  readonly storage: Storage
  readonly places: Places
  readonly duty: Duty
  /** True when the master key was made just now. */
  readonly madeMasterKey: boolean
}

/** Parts a test may replace. */
export interface BaseOverrides {
  readonly clock?: Clock
  readonly ids?: Ids
  readonly logTo?: LogDestination
}

/** Opens storage (migrating it), reads or makes the master key, and puts the country and its provinces in place. */
export async function openBase(config: Config, content: Content, overrides: BaseOverrides = {}): Promise<Base> {
  const words = content.translate(config.defaultLocale)
  const storage = await openStorage(config.database).catch((error: unknown) => {
    throw new ConfigError([words('config.databaseFails', { reason: (error as Error).message })])
  })
  try {
    const { key, isNew } = await openMasterKey(config, storage, words)
    const clock = overrides.clock ?? systemClock
    await addMissingUnits(storage, config.hasSampleData ? [...content.units, ...content.sampleUnits] : content.units)
    const places = createPlaces({ storage, clock, prefixes: content.placePrefixes })
    if ((await places.find(config.defaultUnit)) === undefined) {
      throw new ConfigError([`DEFAULT_UNIT: ${words('config.unitUnknown', { unit: config.defaultUnit })}`])
    }
    return {
      config,
      content,
      clock,
      ids: overrides.ids ?? createIds(),
      logs: createLogs(config.logLevel, overrides.logTo),
      seal: createSeal(key),
      marks: createMarks(key),
      storage,
      places,
      duty: createDuty({ storage, places, defaultUnit: config.defaultUnit }),
      madeMasterKey: isNew,
    }
  } catch (error) {
    await storage.close()
    throw error
  }
}

/**
 * The master key that this database was sealed with. Never makes a new one for a database that has one: what is sealed
 * would be lost, and new tips would be sealed under a key that the old one's return makes useless.
 */
async function openMasterKey(
  config: Config,
  storage: Storage,
  words: Words,
): Promise<{ readonly key: Uint8Array; readonly isNew: boolean }> {
  const isKnown = await storage.masterKey.isKnown()
  if (isKnown && !existsSync(config.masterKeyFile)) {
    throw new ConfigError([`MASTER_KEY_FILE: ${words('config.keyLost', { file: config.masterKeyFile })}`])
  }
  const read = readMasterKey(config.masterKeyFile, config.makesMasterKey)
  const mark = createMarks(read.key).masterKey()
  if ((await storage.masterKey.mark(mark)) !== mark) {
    throw new ConfigError([`MASTER_KEY_FILE: ${words('config.keyWrong', { file: config.masterKeyFile })}`])
  }
  return read
}
