/** Box's own hosts: an access token may be sent to them, and Box's published limits apply to them. */

/** The standard cloud, its downloads, and the government cloud. */
const domains = ["box.com", "boxcloud.com", "box-gov.com"]

const anyHost = `([^/:@?#]+\\.)?(${domains.join("|").replaceAll(".", "\\.")})`
const host = new RegExp(`^${anyHost}$`)
const address = new RegExp(`^https://${anyHost}(?=[/:?#]|$)`)

/** Whether a URL is one of these hosts over `https`. */
export const isBoxUrl = (url: URL): boolean => url.protocol === "https:" && host.test(url.hostname)

/** {@link isBoxUrl} for an absolute URL as text. It does not parse the URL, because it runs for every call. */
export const isBoxAddress = (url: string): boolean => address.test(url)
