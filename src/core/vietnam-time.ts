/** Vietnam keeps UTC+7 all year, without daylight saving. */
const offsetMs = 7 * 60 * 60 * 1000

/** The calendar day in Vietnam, yyyy-mm-dd. */
export function dayInVietnam(at: Date): string {
  return new Date(at.getTime() + offsetMs).toISOString().slice(0, 10)
}

/** The first instant of a calendar day in Vietnam. Throws on a day that does not exist. */
export function startOfDayInVietnam(day: string): Date {
  const at = new Date(`${day}T00:00:00+07:00`)
  if (Number.isNaN(at.getTime()) || dayInVietnam(at) !== day) throw new Error(`no such day: ${day}`)
  return at
}

/** As people read it: 22/11/2026 19:05. */
export function showInVietnam(at: Date): string {
  const iso = new Date(at.getTime() + offsetMs).toISOString()
  const [year, month, day] = iso.slice(0, 10).split('-')
  return `${Number(day)}/${Number(month)}/${year} ${iso.slice(11, 16)}`
}
