import type { TelegramCounts } from './telegram/channel.ts'

/** Prometheus lines of what Telegram brought; numbers only. */
export function telegramMetrics({ ignored, lost, refused, webhook }: TelegramCounts): readonly string[] {
  return [
    '# HELP la_chan_telegram_ignored_total Updates that are nothing to the bot, by what they are.',
    '# TYPE la_chan_telegram_ignored_total counter',
    ...Object.entries(ignored).map(([kind, count]) => `la_chan_telegram_ignored_total{kind="${kind}"} ${count}`),
    '# HELP la_chan_telegram_attachments_lost_total Attachments that did not come through, by why.',
    '# TYPE la_chan_telegram_attachments_lost_total counter',
    ...Object.entries(lost).map(([kind, count]) => `la_chan_telegram_attachments_lost_total{kind="${kind}"} ${count}`),
    '# HELP la_chan_telegram_refused_total Posts to the webhook without its secret.',
    '# TYPE la_chan_telegram_refused_total counter',
    `la_chan_telegram_refused_total ${refused}`,
    ...(webhook === undefined
      ? []
      : [
          '# HELP la_chan_telegram_pending Updates that wait at Telegram.',
          '# TYPE la_chan_telegram_pending gauge',
          `la_chan_telegram_pending ${webhook.pending}`,
        ]),
  ]
}

/** Prometheus lines of what Zalo brought, and of how old its tokens are: more than a day is worth an alarm. */
export function zaloMetrics(counts: ReadonlyMap<string, number>, ageMs: number | undefined): readonly string[] {
  return [
    '# HELP la_chan_zalo_events_total Events that are no message, and posts that were refused, by kind.',
    '# TYPE la_chan_zalo_events_total counter',
    ...[...counts].map(([kind, count]) => `la_chan_zalo_events_total{kind="${kind}"} ${count}`),
    ...(ageMs === undefined
      ? []
      : [
          '# HELP la_chan_zalo_token_age_seconds Age of the tokens of the Zalo account.',
          '# TYPE la_chan_zalo_token_age_seconds gauge',
          `la_chan_zalo_token_age_seconds ${Math.round(ageMs / 1_000)}`,
        ]),
  ]
}
