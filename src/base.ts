import { join } from 'node:path'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Content } from './content.ts'
import { ConfigError } from './core/errors.ts'
import type { Clock, Duty, Ids, Marks, Places, Seal } from './core/ports.ts'
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
  const { key, isNew } = readMasterKey(config.masterKeyFile, config.makesMasterKey)
  const storage = await openStorage(config.database)
  try {
    const clock = overrides.clock ?? systemClock
    await addMissingUnits(storage, config.hasSampleData ? [...content.units, ...content.sampleUnits] : content.units)
    const places = createPlaces({ storage, clock, prefixes: content.placePrefixes })
    if ((await places.find(config.defaultUnit)) === undefined) {
      throw new ConfigError([
        `DEFAULT_UNIT: ${content.translate(config.defaultLocale)('config.unitUnknown', { unit: config.defaultUnit })}`,
      ])
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

/** The project's own folder, where flows, knowledge and locales stand. */
export const projectRoot = join(import.meta.dirname, '..')
