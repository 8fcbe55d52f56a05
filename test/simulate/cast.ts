/** Who plays in the simulator. Keys are what the page calls them; ids are those of the platforms. */
export const telegramPeople = { lan: 5_550_000_001, minh: 5_550_000_002 } as const
/** The sample officer's own account, bound at the start. */
export const officerOnTelegram = 5_550_000_009
/** The officers' forum group. */
export const officersGroup = -1_001_234_567_890
export const zaloPeople = {
  binh: '8123456789012345678',
  chi: '8999999999999999999',
  officer: '8777777777777777777',
} as const

export type TelegramPerson = keyof typeof telegramPeople
export type ZaloPerson = keyof typeof zaloPeople
