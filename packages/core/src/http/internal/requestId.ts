/** Box's id of a request, as far as a header can be trusted. */

/** Box's ids have a few dozen characters. */
const form = /^[a-z0-9][a-z0-9._:-]{0,63}$/i

/**
 * The id, if it looks like one and does not echo a secret: a proxy may put anything there, even the token of the
 * request. `secrets` are the values that were sent.
 */
export const requestIdOf = (given: unknown, secrets: ReadonlyArray<string>): string | undefined => {
  if (typeof given !== "string" || !form.test(given)) return undefined
  const echoed = (secret: string) =>
    secret.length >= 4 && (given.includes(secret) || (given.length >= 8 && secret.includes(given)))
  return secrets.some(echoed) ? undefined : given
}
