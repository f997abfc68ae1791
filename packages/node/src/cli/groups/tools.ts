/** `completions`, `doctor`. */
import * as Users from "@effect-box/core/api/Users"
import * as BoxRequest from "@effect-box/core/BoxRequest"
import * as BoxConfig from "@effect-box/core/BoxConfig"
import * as Clock from "effect/Clock"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/tools.ts"
import type { Given } from "../command/Command.ts"
import * as NodeBox from "../../NodeBox.ts"
import { explain } from "../session/explain.ts"
import * as Session from "../session/Session.ts"
import { list } from "../terminal/output.ts"
import { NotDone, Shell, write, WrongUse } from "../terminal/Shell.ts"

const scripts: Readonly<Record<string, string>> = {
  bash: `# Completions of effect-box for bash: eval "$(effect-box completions bash)"
_effect_box() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    [[ $line == $'\\001local' ]] && return
    COMPREPLY+=("$(printf '%q' "$line")")
  done < <(effect-box __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && ( \${COMPREPLY[0]} == */ || \${COMPREPLY[0]} == *= ) ]] && compopt -o nospace
}
complete -o default -F _effect_box effect-box
`,
  zsh: `#compdef effect-box
# Completions of effect-box for zsh: source <(effect-box completions zsh)
_effect_box() {
  local -a found
  found=("\${(@f)$(effect-box __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $found[1] == $'\\001local' ]]; then _files; return; fi
  local -a ends more
  ends=(\${found:#*[/=]})
  more=(\${(M)found:#*[/=]})
  (( $#more )) && compadd -S '' -- $more
  (( $#ends )) && compadd -- $ends
}
compdef _effect_box effect-box
`,
  fish: `# Completions of effect-box for fish: effect-box completions fish > ~/.config/fish/completions/effect-box.fish
function __effect_box_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (effect-box __complete $words[2..-1] 2>/dev/null)
  if test "$found[1]" = (printf '\\001local')
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $found
  end
end
complete -c effect-box -f -a '(__effect_box_complete)'
`
}

export const completions = Effect.fnUntraced(function* ({ shell }: Given<typeof catalog.completions>) {
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined
  if (script === undefined) return yield* new WrongUse({ message: `SHELL is bash, zsh or fish, not ${shell}.` })
  yield* write(script)
})

interface Finding {
  readonly check: string
  readonly result: "ok" | "warning" | "failed"
  readonly detail: string
  readonly todo: string
}

const finding = (check: string, result: Finding["result"], detail: string, todo = ""): Finding => ({
  check,
  result,
  detail,
  todo
})

/** Asks a host for anything, without a token. Any answer will do; its date is compared with the clock. */
const reached = Effect.fnUntraced(function* (check: string, url: string) {
  const client = yield* HttpClient
  const { host } = new URL(url)
  const outcome = yield* client.get(new URL("/", url)).pipe(
    Effect.timeout("10 seconds"),
    Effect.map((answer) => answer.headers["date"]),
    Effect.result,
    Effect.scoped
  )
  if (outcome._tag === "Failure") {
    const why = String(Object(outcome.failure).message ?? outcome.failure._tag)
    return [finding(check, "failed", `${host}: ${why}`, "check the network, the firewall and HTTPS_PROXY")]
  }
  const skew = Math.abs((yield* Clock.currentTimeMillis) - Date.parse(outcome.success ?? "")) / 1000
  return [
    finding(check, "ok", host),
    ...(skew > 60
      ? [finding("clock", "failed", `it is ${Math.round(skew)} s off`, "set the clock: JWT logins need it to be right")]
      : [])
  ]
})

const proxyFinding = Shell.use(({ io }) => {
  const name = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].find((one) => (io.env[one] ?? "") !== "")
  const { host } = name !== undefined && URL.canParse(io.env[name] ?? "") ? new URL(io.env[name] ?? "") : { host: "" }
  // A proxy's address may hold a password.
  return Effect.succeed(finding("proxy", "ok", name === undefined ? "none" : `${host} from ${name}`))
})

/** Who is logged in, and what the login may do. */
const loginFindings = Effect.gen(function* () {
  const { profile, settings } = yield* Session.origin
  const box = Layer.provide(NodeBox.layerConfig, ConfigProvider.layer(Session.provider(settings)))
  const from = profile === undefined ? "environment" : `profile ${profile}`
  const me = yield* Effect.provide(Users.getUserMe({ fields: ["login", "role", "name"] }), box)
  const seesUsers = yield* Users.getUsers({ limit: 1, fields: ["id"] }).pipe(Effect.result, Effect.provide(box))
  return [
    finding("login", "ok", `${me.login ?? me.name ?? me.id} (${from})`),
    seesUsers._tag === "Success"
      ? finding("scopes", "ok", "users of the enterprise can be read")
      : finding(
          "scopes",
          "warning",
          `users cannot be read: ${seesUsers.failure._tag}`,
          "only commands for administrators need that"
        )
  ]
}).pipe(
  // What cannot be reached is said at once.
  BoxRequest.withRetry({ maxAttempts: 1 }),
  Effect.catch((error) => {
    const { message, next, tag } = explain(error)
    return Effect.succeed([finding("login", "failed", `${tag}: ${message.split("\n")[0]}`, next ?? "effect-box login")])
  })
)

export const doctor = Effect.fnUntraced(function* (_: Given<typeof catalog.doctor>) {
  const { io } = yield* Shell
  const config = yield* BoxConfig.BoxConfig.pipe(
    Effect.provide(BoxConfig.layerHosts()),
    Effect.provideService(ConfigProvider.ConfigProvider, Session.provider(io.env))
  )
  const hosts = yield* Effect.all(
    [reached("api", config.apiUrl), reached("uploads", config.uploadUrl), reached("login page", config.authorizeUrl)],
    { concurrency: 3 }
  )
  const findings = [
    finding("node", "ok", process.version),
    yield* proxyFinding,
    ...new Map(hosts.flat().map((one) => [`${one.check} ${one.detail}`, one])).values(),
    ...(yield* loginFindings)
  ]
  yield* list(Stream.fromIterable(findings), ["check", "result", "detail", "todo"])
  const bad = findings.filter(({ result }) => result === "failed").length
  if (bad > 0) return yield* new NotDone({ message: `${bad} of ${findings.length} checks failed.` })
})
