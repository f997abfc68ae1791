/** Points in time as others write them. */

/** Milliseconds since 1970 of a text that names a date; `undefined` for any other. */
export const parseTimestamp = (text: string): number | undefined => {
  // biome-ignore lint/style/noRestrictedGlobals: it reads no clock, and `DateTime` would be a large part of a small bundle
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}
