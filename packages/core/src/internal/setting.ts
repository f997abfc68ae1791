/** Environment variables as people paste them: with line breaks, quotes or a byte order mark around the value. */
import * as Config from "effect/Config"
import * as Redacted from "effect/Redacted"

/**
 * The text without what pasting added around it. None of Box's ids and secrets begins or ends with these characters.
 */
export const unpasted = (text: string): string => {
  // `trim` also removes a byte order mark.
  const trimmed = text.trim()
  const quoted = /^(["'])([\s\S]*)\1$/.exec(trimmed)
  return quoted === null ? trimmed : (quoted[2] ?? "").trim()
}

const unpastedSecret = (secret: Redacted.Redacted<string>): Redacted.Redacted<string> =>
  Redacted.make(unpasted(Redacted.value(secret)), { label: secret.label })

/** A required environment variable. */
export const required = (name: string): Config.Config<string> => Config.map(Config.String(name), unpasted)

/** A required secret. */
export const requiredSecret = (name: string): Config.Config<Redacted.Redacted<string>> =>
  Config.map(Config.Redacted(name), unpastedSecret)

/** An optional environment variable. An empty one counts as not set. */
export const optional = (name: string): Config.Config<string | undefined> =>
  Config.String(name).pipe(
    Config.withDefault(""),
    Config.map((value) => unpasted(value) || undefined)
  )
