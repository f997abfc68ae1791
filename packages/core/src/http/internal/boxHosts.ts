/** Which hosts are Box's own: where an access token may go, and where Box's published limits hold. */

/** The ordinary cloud, its downloads, and the one for government. */
const domains = ["box.com", "boxcloud.com", "box-gov.com"]

const anyHost = `([^/:@?#]+\\.)?(${domains.join("|").replaceAll(".", "\\.")})`
const host = new RegExp(`^${anyHost}$`)
const address = new RegExp(`^https://${anyHost}(?=[/:?#]|$)`)

/** Whether a URL leads to one of them over `https`. */
export const isBoxUrl = (url: URL): boolean => url.protocol === "https:" && host.test(url.hostname)

/** {@link isBoxUrl} for an absolute URL as text, without parsing it: asked for each call. */
export const isBoxAddress = (url: string): boolean => address.test(url)
