/** The options of `effect-box emulator`. */
import { parseArgs, type ParseArgsConfig } from "node:util"
import type { Options } from "../emulator/EmulatorServer.ts"
import { placeOf } from "../emulator/internal/place.ts"

export const help = `Usage: effect-box emulator [options]

An emulated Box until the process is told to stop. One line of JSON on stdout says where it is and how to log in.

Options:
  --port PORT               port to listen on; 0 takes a free one (default 8080)
  --host ADDRESS            address to listen on (default 127.0.0.1); further ones are names that clients may use
  --url ORIGIN              the origin that clients use, where a proxy or a container maps the port
  --download-port PORT      a port, and so an origin, of its own for downloads, as on Box
  --tls                     HTTPS; "caFile" in the JSON is the certificate that clients have to trust
  --cors ORIGIN             a web page that may use it, such as http://localhost:5173, or *; can be repeated
  --consent WHAT            page (default): browsers are asked who logs in, and allow or deny; grant: nobody is asked
  --contents WHERE          disk (default), memory, or digest: sizes and digests only
  --data DIR                a directory in which the world lasts; the next run goes on from it
  --seed FILE               what is in the world at the beginning; with --data, only of a new world
  --refresh-tokens RULE     grace (default): a refresh can be repeated until the new pair is used; or strict
  --webhook-keys ONE,OTHER  the keys that webhooks are signed with (default: random ones, which are in the JSON)
  --coverage                print which of Box's operations it has, and end
  --version, --help
`

const flags = {
  port: { type: "string", default: "8080" },
  host: { type: "string", multiple: true },
  url: { type: "string" },
  "download-port": { type: "string" },
  tls: { type: "boolean" },
  cors: { type: "string", multiple: true },
  consent: { type: "string", default: "page" },
  contents: { type: "string", default: "disk" },
  data: { type: "string" },
  seed: { type: "string" },
  "refresh-tokens": { type: "string", default: "grace" },
  "webhook-keys": { type: "string" },
  coverage: { type: "boolean" },
  version: { type: "boolean" },
  help: { type: "boolean", short: "h" }
} as const satisfies ParseArgsConfig["options"]

/** What the command is asked for. */
export type Asked =
  | { readonly kind: "serve"; readonly options: Options }
  | { readonly kind: "help" | "version" | "coverage" }
  | { readonly kind: "wrong"; readonly message: string }

class Wrong extends Error {}

const portOf = (name: string, text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw new Wrong(`--${name} takes a number from 0 to 65535, not ${JSON.stringify(text)}`)
  return port
}

const oneOf = <A extends string>(name: string, text: string, values: ReadonlyArray<A>): A => {
  const found = values.find((value) => value === text)
  if (found === undefined) throw new Wrong(`--${name} takes ${values.join(", ")}, not ${JSON.stringify(text)}`)
  return found
}

const keysOf = (text: string): { readonly primary: string; readonly secondary: string } => {
  const [primary, secondary, ...others] = text.split(",")
  if (!primary || !secondary || others.length > 0) {
    throw new Wrong("--webhook-keys takes two keys with a comma between them")
  }
  return { primary, secondary }
}

const read = (args: ReadonlyArray<string>): Asked => {
  const { values } = parseArgs({ args: [...args], options: flags })
  if (values.help === true) return { kind: "help" }
  if (values.version === true) return { kind: "version" }
  if (values.coverage === true) return { kind: "coverage" }
  const downloadPort = values["download-port"]
  const webhookKeys = values["webhook-keys"]
  const place = {
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.url === undefined ? {} : { url: values.url }),
    ...(values.tls === undefined ? {} : { tls: values.tls }),
    ...(values.cors === undefined ? {} : { cors: values.cors })
  }
  const checked = placeOf(place)
  if (typeof checked === "string") throw new Wrong(`--${checked}`)
  return {
    kind: "serve",
    options: {
      ...place,
      port: portOf("port", values.port),
      ...(downloadPort === undefined ? {} : { downloadPort: portOf("download-port", downloadPort) }),
      ...(values.data === undefined ? {} : { data: values.data }),
      ...(values.seed === undefined ? {} : { seed: values.seed }),
      ...(webhookKeys === undefined ? {} : { webhookKeys: keysOf(webhookKeys) }),
      consent: oneOf("consent", values.consent, ["page", "grant"]),
      contents: oneOf("contents", values.contents, ["disk", "memory", "digest"]),
      refreshTokens: oneOf("refresh-tokens", values["refresh-tokens"], ["grace", "strict"])
    }
  }
}

/** Reads the words after `emulator`. */
export const readOptions = (args: ReadonlyArray<string>): Asked => {
  try {
    return read(args)
  } catch (error) {
    // parseArgs throws errors with a code for what it does not know; everything else is a defect.
    const known = error instanceof Wrong || (error instanceof TypeError && "code" in error)
    if (!known) throw error
    return { kind: "wrong", message: error.message.split("\n")[0] ?? "" }
  }
}
