import type { Danger } from '../core/triage.ts'

const hourMs = 60 * 60 * 1000

/**
 * Until when somebody must have acted. Emergency: 12 hours from receiving the news, the limit for urgent intervention of
 * Decree 56/2017/NĐ-CP article 26 clause 3. Others: 24 hours, the limit for classifying of Joint Circular 01/2017 article 8.
 */
export function dueAt(level: Danger, openedAt: Date): Date {
  return new Date(openedAt.getTime() + (level === 'emergency' ? 12 : 24) * hourMs)
}
