/** What the log says of waits: those of more than five seconds at Info, so that nobody takes them for a hang. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** Milliseconds. */
const worthTelling = 5000

/** A time as people read it: to the second, unless it is shorter than that. */
export const inWords = (millis: number): string =>
  Duration.format(Duration.millis(millis < 1000 ? Math.round(millis) : Math.round(millis / 1000) * 1000))

export const isLongWait = (millis: number): boolean => millis > worthTelling

/** Says at Info that a call waits, if it is for long. */
export const tellOfWait = (operation: string, millis: number, why: string): Effect.Effect<void> =>
  isLongWait(millis) ? Effect.logInfo(`${operation} waits ${inWords(millis)} ${why}`) : Effect.void
