/** Where an access token may be sent. Addresses in answers are used unchanged, but answers can be forged or stored. */
import type { BoxConfig } from "../BoxConfig.ts"
import { isBoxUrl } from "./boxHosts.ts"

/** Box's own hosts over `https`, and the configured origins; never with credentials in the address. */
export const isTrusted = (url: URL, config: BoxConfig): boolean => {
  if (url.username !== "" || url.password !== "") return false
  if ([config.apiUrl, config.uploadUrl].some((base) => new URL(base).origin === url.origin)) return true
  return isBoxUrl(url)
}
