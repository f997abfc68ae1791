/** Everything that a program logs, traces or fails with, and the search for secrets in it. */
import { inspect } from "node:util"
import { Cause, Context, Logger, References, Tracer } from "effect"

export class Exposure {
  readonly #texts: Array<string> = []
  readonly #spans: Array<Tracer.Span> = []

  add(value: unknown): void {
    this.#texts.push(inspect(value, { depth: 8, customInspect: false }), String(value))
  }

  /** A log that remembers and a tracer that remembers. */
  get context(): Context.Context<never> {
    const logger = Logger.make((options) => {
      this.add(options.message)
      if (options.cause.reasons.length > 0) this.#texts.push(Cause.pretty(options.cause))
    })
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        this.#spans.push(span)
        return span
      }
    })
    return Context.empty().pipe(
      Context.add(Logger.CurrentLoggers, new Set([logger])),
      Context.add(References.MinimumLogLevel, "Trace"),
      Context.add(Tracer.Tracer, tracer)
    )
  }

  /** The text around the first secret that shows. */
  find(secrets: ReadonlySet<string>): string | undefined {
    const texts = [...this.#texts]
    for (const { name, attributes, status } of this.#spans) {
      texts.push(`${name} ${JSON.stringify([...attributes])}`)
      if (status._tag === "Ended" && status.exit._tag === "Failure") texts.push(Cause.pretty(status.exit.cause))
    }
    for (const text of texts) {
      // Tokens are long runs of letters and digits, so that few words have to be looked up.
      for (const [word] of text.matchAll(/[A-Za-z0-9]{32,}/g)) {
        if (secrets.has(word)) {
          const at = text.indexOf(word)
          return text.slice(Math.max(0, at - 80), at + 12)
        }
      }
    }
    return undefined
  }
}
