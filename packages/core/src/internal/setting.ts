/** Settings of the environment as people paste them: with line breaks, quotes or a byte order mark around them. */
import * as Config from "effect/Config"
import * as Redacted from "effect/Redacted"

/** The text without what pasting has put around it. None of Box's ids and secrets begins or ends with any of it. */
export const unpasted = (text: string): string => {
  // `trim` takes a byte order mark for white space.
  const trimmed = text.trim()
  const quoted = /^(["'])([\s\S]*)\1$/.exec(trimmed)
  return quoted === null ? trimmed : (quoted[2] ?? "").trim()
}

const unpastedSecret = (secret: Redacted.Redacted<string>): Redacted.Redacted<string> =>
  Redacted.make(unpasted(Redacted.value(secret)), { label: secret.label })

/** An environment variable that has to be set. */
export const required = (name: string): Config.Config<string> => Config.map(Config.String(name), unpasted)

/** A secret that has to be set. */
export const requiredSecret = (name: string): Config.Config<Redacted.Redacted<string>> =>
  Config.map(Config.Redacted(name), unpastedSecret)

/** An environment variable; one that is set to nothing counts as not set. */
export const optional = (name: string): Config.Config<string | undefined> =>
  Config.String(name).pipe(
    Config.withDefault(""),
    Config.map((value) => unpasted(value) || undefined)
  )
