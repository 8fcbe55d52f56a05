/** The first place of our own in an error's stack: file and line under src/, never the message, which may hold somebody's words. */
export function whereOf(error: unknown): string {
  const frames =
    error instanceof Error
      ? (error.stack ?? '').split('\n').filter((line) => /^\s+at .*\/src\/[\w./-]+\.ts:\d+/.test(line))
      : []
  return /src\/[\w./-]+\.ts:\d+/.exec(frames[0] ?? '')?.[0] ?? 'unknown'
}
