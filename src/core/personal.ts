/** What is taken out of a question before it is kept; of two that could be meant, the first. */
export const personalKinds = ['email', 'link', 'number', 'account', 'address', 'school', 'place', 'name'] as const
export type PersonalKind = (typeof personalKinds)[number]

/** The lists that tell personal data; the meaning of each stands at the top of `knowledge/personal.yaml`. */
export const personalLists = [
  'surnames',
  'middles',
  'sureMiddles',
  'givens',
  'unclear',
  'unclearPlain',
  'titles',
  'selves',
  'nameCues',
  'linking',
  'ordinary',
  'common',
  'keptCapitals',
  'keptNames',
  'placeCues',
  'placeCuesUnclear',
  'streetCues',
  'streetEnds',
  'roomCues',
  'houseCues',
  'addressCues',
  'placeBefore',
  'documents',
  'keptPlaces',
  'places',
  'schoolCues',
  'schoolLevels',
  'classCues',
  'numberCues',
  'secretCues',
  'birthCues',
  'digitWords',
  'moneyWords',
  'keptNumbers',
  'accountCues',
  'keptTokens',
  'mailHosts',
  'atWords',
  'dotWords',
  'linkEndings',
] as const

/** Words and phrases by list. */
export type PersonalWords = Readonly<Record<(typeof personalLists)[number], readonly string[]>>
