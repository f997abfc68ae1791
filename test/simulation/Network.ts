/**
 * The wires between processes and Box. A request travels, Box works on it, the answer travels back; the two sides run in
 * processes of their own, so a client that dies or gives up does not undo what Box has done.
 */
import { BoxEmulator } from "@effect-box/core/testing"
import { Effect, Exit, type Fiber, Stream } from "effect"
import { HttpClient } from "effect/http"
import { execute } from "../../packages/core/src/testing/emulator/InProcess.ts"
import type { Choices } from "./Choices.ts"
import type { Conduct } from "./Conduct.ts"
import type { Kernel, Process } from "./Kernel.ts"
import type { Exchange, LoginLedger } from "./LoginLedger.ts"
import { edited, isUnheard } from "./OddAnswer.ts"
import type { Watch } from "./Watch.ts"
import { nameOf, type RequestKind, type Trouble, type Weather } from "./Weather.ts"

type Wire = BoxEmulator.WireRequest
type Answer = BoxEmulator.Answer
const { ConnectionBroken } = BoxEmulator

export interface NetworkParts {
  readonly kernel: Kernel
  readonly box: Process
  readonly emulator: BoxEmulator.BoxEmulator["Service"]
  readonly weather: Weather
  readonly choices: Choices
  readonly ledger: LoginLedger
  readonly conduct: Conduct
  readonly watch: Watch
}

/** One request and its answer. */
interface Connection {
  readonly process: Process
  readonly operation: string
  readonly label: string
  /** The same for a request and its repetition, and for no other. JSON belongs to it, once it is known. */
  key: string
  readonly kind: RequestKind
  readonly session: string | undefined
  exchange: Exchange | undefined
  /** Its answer does not say what became of the request. */
  unheard: boolean
  state: "open" | "read" | "left" | "broken"
}

const reset = new ConnectionBroken({ code: "ECONNRESET" })

const sessionIn = (path: string): string | undefined => /\/upload_sessions\/([0-9A-F]{32})/i.exec(path)?.[1]

const kindOf = ({ method, url }: Wire): RequestKind => {
  if (url.pathname.startsWith("/oauth2/")) return "token"
  if (url.pathname.endsWith("/download")) return "content"
  if (method === "PUT" && sessionIn(url.pathname) !== undefined) return "part"
  return method === "POST" && url.pathname.endsWith("/content") ? "upload" : "call"
}

/** Where the bytes of the file are in the body, if damage to them is for Box to find out. */
const contentSpan = (kind: RequestKind, wire: Wire, bytes: Uint8Array): readonly [number, number] | undefined => {
  if (kind === "part") return [0, bytes.length]
  if (wire.headers["content-md5"] === undefined) return undefined
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1")
  const start = text.indexOf("\r\n\r\n", text.indexOf("\r\n\r\n") + 4) + 4
  return [start, text.lastIndexOf("\r\n--")]
}

export class Network {
  readonly connections: Array<Connection> = []
  readonly #parts: NetworkParts
  /** Which operation a signed address belongs to. */
  readonly #signed = new Map<string, string>()

  constructor(parts: NetworkParts) {
    this.#parts = parts
  }

  clientOf(process: Process): HttpClient.HttpClient {
    return HttpClient.make((request, url, signal) => execute((wire) => this.#send(process, wire, signal), request, url))
  }

  killed(process: Process): void {
    for (const connection of this.connections) {
      if (connection.process === process && connection.state === "open") connection.state = "left"
    }
  }

  /** What a process that has ended in order must not have left behind. */
  audit(process: Process): void {
    for (const { label, process: owner, state } of this.connections) {
      if (owner === process && state === "open") {
        this.#parts.watch.violated("no answer left unread", `${label} still holds its connection`)
      }
    }
  }

  #connect(process: Process, wire: Wire): Connection {
    const { method, url, headers } = wire
    const kind = kindOf(wire)
    const operation = headers["x-op"] ?? this.#signed.get(url.href) ?? process.name
    const path = kind === "content" ? "(signed)" : url.pathname.replace(/^\/(api\/)?2\.0/, "") + url.search
    const range = headers["content-range"] ?? headers["range"] ?? ""
    // The boundary tells the uploads of one operation apart.
    const form = kind === "upload" ? headers["content-type"] : ""
    const key = `${process.name} ${operation} ${method} ${kind === "content" ? url.pathname : path} ${range}${form}`
    const label = `${operation} ${method} ${path} ${range}`.trim()
    return {
      process,
      operation,
      label,
      key,
      kind,
      session: sessionIn(path),
      exchange: undefined,
      unheard: false,
      state: "open"
    }
  }

  #send(process: Process, wire: Wire, signal: AbortSignal): Effect.Effect<Answer, BoxEmulator.ConnectionBroken> {
    return Effect.suspend(() => {
      const { kernel, weather, ledger, conduct, watch } = this.#parts
      const connection = this.#connect(process, wire)
      this.connections.push(connection)
      const trouble = weather.strike(connection.kind)
      watch.note(`${process.name} > ${connection.label}${trouble === undefined ? "" : ` (${describe(trouble)})`}`)
      const token = /^Bearer (.+)$/.exec(wire.headers["authorization"] ?? "")?.[1]
      if (token !== undefined) ledger.used(process, token, kernel.now)
      // Workers list the same parts at the same time, and a session is deleted for more than one reason.
      const repeatable =
        connection.kind !== "token" && wire.method !== "DELETE" && !connection.label.includes("/parts?")
      conduct.request(connection.operation)
      // Checks of two names, or two new folders, differ only in their JSON.
      const json = wire.headers["content-type"]?.startsWith("application/json") === true
      if (repeatable && !json) conduct.sent(connection.key, kernel.now)
      const session = connection.session === undefined ? undefined : conduct.sessions.get(connection.session)
      if (wire.method === "DELETE" && session !== undefined) session.deletes++
      signal.addEventListener("abort", () => this.#close(connection, "left"))
      const fault = trouble?._tag === "Fault" ? trouble.fault : undefined
      if (fault?.kind === "corrupt") conduct.damaged.add(connection.operation)
      const again = (conduct.requests.get(connection.operation) ?? 0) > 1
      if (fault?.kind === "status" && fault.status === 404 && again) conduct.denied.add(connection.operation)
      if (trouble?._tag === "Refused") {
        this.#close(connection, "broken")
        this.#struck(connection, trouble)
        return Effect.fail(new ConnectionBroken({ code: "ENOTFOUND" }))
      }
      return Effect.flatMap(this.#upload(connection, wire, trouble), (bytes) =>
        Effect.callback<Answer, BoxEmulator.ConnectionBroken>((resume) => {
          if (json) connection.key += new TextDecoder().decode(bytes)
          if (repeatable && json) conduct.sent(connection.key, kernel.now)
          const give = (answer: Effect.Effect<Answer, BoxEmulator.ConnectionBroken>) => {
            if (process.alive && connection.state === "open") resume(answer)
          }
          return this.#travel(connection, wire, bytes, trouble, token, give)
        })
      ).pipe(Effect.onError(() => Effect.sync(() => this.#close(connection, "broken"))))
    })
  }

  #close(connection: Connection, state: "read" | "left" | "broken"): void {
    if (connection.state !== "open") return
    connection.state = state
    const { ledger, watch } = this.#parts
    if (state === "left") watch.note(`${connection.process.name} x ${connection.label}`)
    if (connection.exchange !== undefined && state !== "read") ledger.over(connection.exchange)
  }

  /** The body on its way: whole, cut off, or damaged. */
  #upload(connection: Connection, wire: Wire, trouble: Trouble | undefined) {
    return Effect.gen({ self: this }, function* () {
      const chunks: Array<Uint8Array> = []
      let size = 0
      const limit = trouble?._tag === "BrokenBody" ? trouble.after : Number.POSITIVE_INFINITY
      yield* Stream.runForEachWhile(wire.body, (chunk) =>
        Effect.sync(() => {
          chunks.push(chunk.slice())
          size += chunk.length
          return size < limit
        })
      )
      if (trouble?._tag === "BrokenBody") {
        this.#struck(connection, trouble)
        return yield* Effect.fail(reset)
      }
      const bytes = new Uint8Array(Buffer.concat(chunks))
      if (trouble?._tag === "DamagedBody") {
        const [start, end] = contentSpan(connection.kind, wire, bytes) ?? [0, 0]
        const at = this.#parts.choices.int(start, end - 1)
        if (end > start) {
          bytes[at] = bytes[at]! ^ 1
          this.#struck(connection, trouble)
        }
      }
      return bytes
    })
  }

  /** It has come true, not only been decided. */
  #struck({ kind }: Connection, trouble: Trouble): void {
    this.#parts.watch.count(`trouble: ${nameOf(trouble)} (${kind})`)
  }

  /** From the last byte of the request to the first one of the answer. Gives what to do when the caller leaves. */
  #travel(
    connection: Connection,
    wire: Wire,
    bytes: Uint8Array,
    trouble: Trouble | undefined,
    token: string | undefined,
    give: (answer: Effect.Effect<Answer, BoxEmulator.ConnectionBroken>) => void
  ): Effect.Effect<void> {
    const { kernel, weather, emulator, box, choices } = this.#parts
    const down = weather.latency()
    let working: Fiber.Fiber<unknown, unknown> | undefined
    const work = () => {
      // Whoever leaves while the request is on its way may still have it delivered.
      if (connection.state !== "open" && !choices.chance(0.5)) return
      if (connection.kind === "token") this.#tokenRequest(connection, bytes, trouble !== undefined)
      const request: Wire = { ...wire, body: bytes.length === 0 ? Stream.empty : Stream.succeed(bytes) }
      const fault = trouble?._tag === "Fault" ? emulator.addFault(trouble.fault) : Effect.void
      if (trouble?._tag === "Fault") this.#struck(connection, trouble)
      const fiber = Effect.runForkWith(box.context)(Effect.andThen(fault, emulator.execute(request)))
      working = fiber
      fiber.addObserver((exit) => {
        working = undefined
        this.#worked(connection, exit, token, mayWorkUnheard(trouble))
        const arriving = this.#edited(connection, exit, trouble)
        kernel.after(down, undefined, () => give(Effect.suspend(() => this.#receive(connection, arriving))))
      })
    }
    kernel.after(weather.latency(), undefined, work)
    // Box notices that nobody listens any more only where it waits.
    return Effect.sync(() => working?.interruptUnsafe())
  }

  #edited(
    connection: Connection,
    exit: Exit.Exit<Answer, BoxEmulator.ConnectionBroken>,
    trouble: Trouble | undefined
  ): Exit.Exit<Answer, BoxEmulator.ConnectionBroken> {
    if (trouble?._tag !== "OddAnswer" || exit._tag === "Failure") return exit
    const answer = edited(exit.value, trouble.edit, this.#parts.choices)
    if (answer === exit.value) return exit
    this.#struck(connection, trouble)
    if (isUnheard(trouble.edit)) {
      connection.unheard = true
      const { conduct } = this.#parts
      if (connection.kind === "token") conduct.tokenUnheard = true
      else conduct.unheard.add(connection.operation)
    }
    return Exit.succeed(answer)
  }

  #tokenRequest(connection: Connection, bytes: Uint8Array, troubled: boolean): void {
    const refresh = new URLSearchParams(new TextDecoder().decode(bytes)).get("refresh_token")
    const { kernel, ledger } = this.#parts
    connection.exchange = ledger.request(connection.process, refresh ?? undefined, kernel.now, troubled)
    if (connection.state !== "open") ledger.over(connection.exchange)
  }

  /** Box is done with it, whether anybody hears of it or not. */
  #worked(
    { exchange, process, operation, label, kind, state }: Connection,
    exit: Exit.Exit<Answer, BoxEmulator.ConnectionBroken>,
    token: string | undefined,
    unheard: boolean
  ): void {
    const { kernel, ledger, conduct, watch } = this.#parts
    if (exchange !== undefined && unheard) ledger.lost(exchange)
    if (exit._tag === "Failure") return
    const { status, body } = exit.value
    watch.note(`box ${status} ${label}${state === "open" ? "" : " (nobody listens)"}`)
    // Whoever goes on may look for the parts before one is there that was sent by a run that has left, or died.
    if (kind === "part" && (status === 200 || status === 409) && (process.killed || state !== "open"))
      conduct.lateParts++
    if (status === 401 && token !== undefined) ledger.refused(token)
    if (status === 400 && kind === "token") ledger.loginRefused(process)
    const json = body instanceof Uint8Array && body.length > 0 ? parsed(body) : {}
    if (exchange !== undefined && status === 200 && !(body instanceof Uint8Array)) ledger.issuedUnread(exchange)
    if (exchange !== undefined && typeof json["refresh_token"] === "string") {
      const lifetime = Number(json["expires_in"]) * 1000
      ledger.issued(exchange, String(json["access_token"]), json["refresh_token"], kernel.now, lifetime)
      if (state !== "open") ledger.lost(exchange)
    }
    if (status === 201 && label.includes("/upload_sessions") && !label.includes("/commit")) {
      conduct.sessions.set(String(json["id"]), { operation, process, delivered: false, deletes: 0 })
    }
    const location = exit.value.headers["location"]
    if (location !== undefined) {
      this.#signed.set(location, operation)
      ledger.secrets.add(new URL(location).pathname.split("/")[3] ?? "")
    }
  }

  /** The answer as the client reads it, bit by bit. */
  #receive(
    connection: Connection,
    exit: Exit.Exit<Answer, BoxEmulator.ConnectionBroken>
  ): Effect.Effect<Answer, BoxEmulator.ConnectionBroken> {
    if (exit._tag === "Failure") return Effect.failCause(exit.cause)
    const { kernel, conduct, choices } = this.#parts
    const answer = exit.value
    conduct.answered(connection.operation, connection.key, answer.status, answer.headers["retry-after"], kernel.now)
    const end = Effect.sync(() => this.#delivered(connection, answer))
    if (answer.body instanceof Uint8Array && answer.body.length === 0) return Effect.as(end, answer)
    const chunks = answer.body instanceof Uint8Array ? Stream.succeed(answer.body) : answer.body
    const paced =
      connection.kind === "content"
        ? Stream.tap(
            cut(chunks, () => choices.int(1, 12)),
            () => (choices.chance(0.5) ? Effect.sleep(choices.int(1, 200)) : Effect.void)
          )
        : chunks
    const body = Stream.concat(paced, Stream.drain(Stream.fromEffect(end))).pipe(
      Stream.tapError(() => Effect.sync(() => this.#close(connection, "broken")))
    )
    return Effect.succeed({ ...answer, body })
  }

  #delivered(connection: Connection, answer: Answer): void {
    if (connection.state !== "open") return
    this.#close(connection, "read")
    const { ledger, conduct } = this.#parts
    if (connection.exchange !== undefined) {
      if (connection.unheard) ledger.over(connection.exchange)
      else ledger.delivered(connection.exchange)
    }
    if (answer.status === 201 && answer.body instanceof Uint8Array) {
      const session = conduct.sessions.get(String(parsed(answer.body)["id"]))
      if (session !== undefined) session.delivered = true
    }
  }
}

const parsed = (body: Uint8Array): Readonly<Record<string, unknown>> => {
  const text = new TextDecoder().decode(body)
  // The emulator's own JSON; everything that is looked up in it is checked.
  return text.startsWith("{") ? (JSON.parse(text) as Readonly<Record<string, unknown>>) : {}
}

const cut = <E>(stream: Stream.Stream<Uint8Array, E>, length: () => number): Stream.Stream<Uint8Array, E> =>
  Stream.flatMap(stream, (chunk) => {
    const pieces: Array<Uint8Array> = []
    for (let offset = 0; offset < chunk.length; ) {
      const size = length()
      pieces.push(chunk.subarray(offset, offset + size))
      offset += size
    }
    return Stream.rechunk(Stream.fromArray(pieces), 1)
  })

/** Box does the work, and its answer does not come through. */
const mayWorkUnheard = (trouble: Trouble | undefined): boolean => {
  if (trouble?._tag === "OddAnswer") return isUnheard(trouble.edit)
  if (trouble?._tag !== "Fault") return false
  const { fault } = trouble
  return fault.kind === "status"
    ? fault.when === "after"
    : fault.kind === "lostAnswer" || fault.kind === "stall" || fault.kind === "truncate"
}

const describe = (trouble: Trouble): string => {
  switch (trouble._tag) {
    case "Fault": {
      const { match: _, ...rest } = trouble.fault
      return Object.values(rest).join(" ")
    }
    case "Refused":
      return "refused"
    case "BrokenBody":
      return `breaks after ${trouble.after} bytes of the body`
    case "DamagedBody":
      return "damaged body"
    case "OddAnswer":
      return `${trouble.edit} answer`
  }
}
