/** The only source of time. */
export interface ZaloClock {
  now(): Date
}
