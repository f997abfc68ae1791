/** Which host and which kind of path a request is for, as errors, spans and metrics name them. */
import type { BoxConfig } from "../BoxConfig.ts"
import { isBoxAddress } from "./boxHosts.ts"

/** The host of an absolute URL, with its port unless that is the usual one. It is not parsed, because this runs for every call. */
export const hostOf = (url: string): string => {
  const start = url.indexOf("//") + 2
  const slash = url.indexOf("/", start)
  const query = url.indexOf("?", start)
  const end = slash === -1 || (query !== -1 && query < slash) ? query : slash
  return end === -1 ? url.slice(start) : url.slice(start, end)
}

/** The name and the port of {@link hostOf}. */
export const partsOf = (url: string, host: string): { readonly name: string; readonly port: string } => {
  const colon = host.lastIndexOf(":")
  if (colon > host.lastIndexOf("]")) return { name: host.slice(0, colon), port: host.slice(colon + 1) }
  return { name: host, port: url.startsWith("http:") ? "80" : "443" }
}

/**
 * The host for a metric, which must not have any number of values: Box names hosts for downloads and events as it likes. A
 * configured host is itself, one of Box's its domain, any other `_OTHER`.
 */
export const boundedHost = (url: string, name: string, config: BoxConfig): string => {
  if (url.startsWith(config.apiUrl) || url.startsWith(config.uploadUrl)) return name
  return isBoxAddress(url) ? name.split(".").slice(-2).join(".") : "_OTHER"
}

/** The part of a request that the following need. */
interface Located {
  readonly url: string
  readonly path: string
  readonly template?: string
  readonly secretUrl?: boolean
}

/** The path on the wire; `undefined` if it grants access. */
export const pathOnWire = ({ secretUrl, url }: Located): string | undefined =>
  secretUrl === true ? undefined : new URL(url).pathname

/** The path on the wire with `{parameters}`; `undefined` if the address is one that Box makes up. */
export const templateOnWire = ({ path, secretUrl, template, url }: Located, host: string): string | undefined => {
  if (template === undefined || secretUrl === true) return template
  const start = url.indexOf(host) + host.length
  const at = url.indexOf(path, start)
  return at === -1 ? template : url.slice(start, at) + template
}
