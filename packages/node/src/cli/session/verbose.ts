/** What `--verbose` shows on stderr: requests, waits and retries. Spans of effect-box hold no secret. */
import { Console as NodeConsole } from "node:console"
import { Writable } from "node:stream"
import * as Console from "effect/Console"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import type { Sink } from "../terminal/Io.ts"
import { safeText } from "../terminal/safeText.ts"

const shown = (span: Tracer.NativeSpan, ended: bigint, started: bigint): string => {
  const fact = (name: string) => span.attributes.get(name)
  const place = String(fact("url.path") ?? fact("url.template") ?? "")
  const sentBefore = fact("http.request.resend_count")
  const words = [
    `> ${String(fact("http.request.method"))} ${String(fact("server.address"))}${place}`,
    String(fact("http.response.status_code") ?? fact("error.type") ?? ""),
    `${Number((ended - started) / 1_000_000n)} ms`,
    ...(fact("box.request_id") === undefined ? [] : [`request id ${String(fact("box.request_id"))}`]),
    ...(sentBefore === undefined ? [] : [`sent again (${String(sentBefore)})`])
  ]
  return safeText(words.join("  "))
}

/** A request of Box when it has ended. */
class RequestSpan extends Tracer.NativeSpan {
  readonly #say: (line: string) => void
  readonly #started: bigint
  constructor(options: ConstructorParameters<typeof Tracer.NativeSpan>[0], say: (line: string) => void) {
    super(options)
    this.#say = say
    this.#started = options.startTime
  }
  override end(...ended: Parameters<Tracer.NativeSpan["end"]>): void {
    super.end(...ended)
    if (this.kind === "client") this.#say(shown(this, ended[0], this.#started))
  }
}

const writeLine = (sink: Sink) => (line: string) => {
  // A closed stderr is no reason to end.
  sink.write(`${line}\n`).catch(() => undefined)
}

/** What Effect's cluster says of itself while a job begins is for whoever looks closely. */
const isOfEngine = (fiber: Logger.Options<unknown>["fiber"]): boolean =>
  String(fiber.getRef(References.CurrentLogAnnotations)["module"]).startsWith("effect/cluster/")

const log = (sink: Sink, verbose: boolean) =>
  Logger.make<unknown, void>(({ fiber, logLevel, message }) => {
    if (!verbose && logLevel === "Warn" && isOfEngine(fiber)) return
    const words = Array.isArray(message) ? message : [message]
    writeLine(sink)(words.map((word: unknown) => safeText(String(word))).join(" "))
  })

/** What the library says to people, such as where to log in. Stdout is for data. */
const consoleOn = (sink: Sink): Console.Console =>
  new NodeConsole(
    new Writable({
      decodeStrings: false,
      write: (text: string, _encoding, done) => {
        sink.write(text).then(() => done(), done)
      }
    })
  )

/** Where warnings go, and requests with `--verbose`. */
export const layer = (sink: Sink, verbose: boolean): Layer.Layer<never> =>
  Layer.mergeAll(
    Logger.layer([log(sink, verbose)]),
    Layer.succeed(Console.Console, consoleOn(sink)),
    Layer.succeed(References.MinimumLogLevel, verbose ? "Debug" : "Warn"),
    verbose
      ? Layer.succeed(Tracer.Tracer, Tracer.make({ span: (options) => new RequestSpan(options, writeLine(sink)) }))
      : Layer.empty
  )
