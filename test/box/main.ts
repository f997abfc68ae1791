/**
 * The two scenarios against the real Box: `npm run test:box`.
 *
 * Reads BOX_CLIENT_ID, BOX_CLIENT_SECRET and BOX_REDIRECT (the address that the browser was sent back to, or only its code)
 * from the environment and asks for what is missing. The login is kept in BOX_TOKEN_FILE, if that is given, and used again.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline/promises"
import { BoxConfig, OAuth, TokenStore } from "@effect-box/core"
import { NodeBox } from "@effect-box/node"
import { Cause, Effect, Exit, Layer, Redacted } from "effect"
import { bigFileScenario, fullScenario } from "../scenarios/seedScenarios.ts"

const say = (text: string) => Effect.sync(() => process.stdout.write(`${text}\n`))

/** A value of the environment, or what the person at the keyboard types. */
const ask = (variable: string, question: string) =>
  Effect.gen(function* () {
    const given = process.env[variable]
    if (given !== undefined && given !== "") return given
    if (process.stdin.isTTY !== true)
      return yield* Effect.fail(new Error(`${variable} is not set, and there is no terminal to ask at`))
    const answer = yield* Effect.promise(async () => {
      const terminal = createInterface({ input: process.stdin, output: process.stdout })
      const line = await terminal.question(`${question}: `)
      terminal.close()
      return line.trim()
    })
    return answer === "" ? yield* Effect.fail(new Error(`${variable} is needed`)) : answer
  })

/** Uses the login that is stored, or lets the user grant access. */
const logIn = Effect.gen(function* () {
  const stored = yield* Effect.exit(TokenStore.TokenStore.use((store) => store.accessToken))
  if (Exit.isSuccess(stored)) return
  const redirectUri = process.env["BOX_REDIRECT_URI"]
  const { url, state } = yield* OAuth.authorizationUrl({ redirectUri })
  yield* say(
    `\nOpen this page, grant access, and copy the address that the browser is sent to (a code lives 30 seconds):\n\n  ${url}\n`
  )
  const answer = yield* ask("BOX_REDIRECT", "That address, or the code in it")
  yield* answer.includes("state=")
    ? OAuth.exchangeRedirect({ url: answer, state })
    : OAuth.exchangeCode({ code: answer })
})

const program = Effect.gen(function* () {
  const clientId = yield* ask("BOX_CLIENT_ID", "Client id")
  const clientSecret = Redacted.make(yield* ask("BOX_CLIENT_SECRET", "Client secret"))
  const work = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "effect-box-login-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
  )
  const box = NodeBox.layer({
    clientId,
    clientSecret,
    tokenFile: process.env["BOX_TOKEN_FILE"] ?? join(work, "tokens.json")
  }).pipe(Layer.provideMerge(BoxConfig.layerConfig()))
  yield* Effect.gen(function* () {
    yield* logIn
    yield* say("run_full_scenario ...")
    yield* fullScenario
    yield* say("run_full_scenario: passed\nrun_big_file_scenario ...")
    yield* bigFileScenario()
    yield* say("run_big_file_scenario: passed")
  }).pipe(Effect.provide(box))
})

const exit = await Effect.runPromiseExit(Effect.scoped(program))
if (Exit.isFailure(exit)) {
  process.stderr.write(`${Cause.pretty(exit.cause)}\n`)
  process.exitCode = 1
}
