import { join } from 'node:path'

/** The project's own folder, where flows, knowledge and locales stand. */
export const projectRoot = join(import.meta.dirname, '..')
