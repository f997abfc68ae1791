/** Where a server listens, what it is called, who may call it and log in there: what the options say, checked. */
import { type AddressInfo, isIP } from "node:net"
import { type Access, hostNameOf } from "./access.ts"

export interface PlaceOptions {
  readonly host?: string | ReadonlyArray<string>
  readonly url?: string
  readonly tls?: boolean
  readonly cors?: string | ReadonlyArray<string>
  readonly consent?: "page" | "grant"
}

export interface Place extends Access {
  /** The address to listen on. */
  readonly bind: string
  readonly secure: boolean
  /** What browsers get at the authorization URL. */
  readonly consent: "page" | "grant"
  /** The origin that clients use. */
  readonly origin: (address: AddressInfo) => string
  /** The origin of a second port at the same place. */
  readonly besides: (address: AddressInfo) => string
}

const listOf = (value: unknown): ReadonlyArray<unknown> =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

const isText = (value: unknown): value is string => typeof value === "string" && value !== "" && !value.includes("\0")

const originOf = (value: unknown): string | undefined => {
  if (!isText(value) || !URL.canParse(value)) return undefined
  const { origin, pathname, protocol } = new URL(value)
  return /^https?:$/.test(protocol) && pathname === "/" ? origin : undefined
}

/** The addresses that stand for all of a machine are nothing that a client can ask for. */
const wildcards: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "localhost" }

const inUrl = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host)

/** The place, or what is wrong with the options. */
export const placeOf = (options: PlaceOptions): Place | string => {
  const [bind, ...further] = listOf(options.host === undefined ? "127.0.0.1" : options.host)
  if (!isText(bind) || !further.every(isText)) return "host must be an address or a name, or a list of them"
  const url = options.url === undefined ? undefined : originOf(options.url)
  if (options.url !== undefined && url === undefined) return "url must be an origin such as http://box:8080"
  const origins = listOf(options.cors).map((origin) => (origin === "*" ? origin : originOf(origin)))
  const known = origins.filter((origin) => origin !== undefined)
  if (known.length < origins.length) return "cors must be an origin such as http://localhost:5173, a list of them, or *"
  if (options.tls !== undefined && typeof options.tls !== "boolean") return "tls must be true or false"
  const { consent = "page" } = options
  if (consent !== "page" && consent !== "grant") return "consent must be page or grant"
  const secure = options.tls === true
  const names = [bind, ...further, ...(url === undefined ? [] : [new URL(url).host])].flatMap(
    (host) => hostNameOf(inUrl(host)) ?? []
  )
  const reachable = Object.hasOwn(wildcards, bind) ? (further[0] ?? wildcards[bind]) : undefined
  const at = ({ address, port }: AddressInfo, host = address): string =>
    `${secure ? "https" : "http"}://${inUrl(host)}:${port}`
  return {
    bind,
    secure,
    consent,
    names: new Set(names),
    origins: new Set(known),
    origin: (address) => url ?? at(address, reachable),
    besides: (address) =>
      url === undefined ? at(address, reachable) : Object.assign(new URL(url), { port: String(address.port) }).origin
  }
}
