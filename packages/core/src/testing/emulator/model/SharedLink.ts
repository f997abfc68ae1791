/** Shared links that requests present. */
import type { Call } from "./Call.ts"
import type { Item, SharedLink } from "./Item.ts"
import { forbidden } from "../wire/Refusal.ts"

export interface PresentedLink {
  readonly url: string
  readonly password: string | undefined
}

/** The shared link in the `BoxApi` header. */
export const sharedLinkOf = (call: Call): PresentedLink | undefined => {
  const header = call.headers["boxapi"]
  if (header === undefined) return undefined
  const params = new URLSearchParams(header)
  const url = params.get("shared_link")
  return url === null ? undefined : { url, password: params.get("shared_link_password") ?? undefined }
}

export const sharedLinkUrl = (token: string): string => `https://app.box.com/s/${token}`

/** The link of the item, if it is the presented one and has not expired. */
export const linkOf = (call: Call, { sharedLink }: Item, presented: PresentedLink): SharedLink | undefined => {
  if (sharedLink === null || presented.url !== sharedLinkUrl(sharedLink.token)) return undefined
  return sharedLink.unsharedAt !== null && sharedLink.unsharedAt <= call.now ? undefined : sharedLink
}

/**
 * Whether the given link is the item's and meant for this user. A wrong password fails the request. A link for
 * collaborators opens nothing that is not open to them without it.
 */
export const opens = (call: Call, item: Item, presented: PresentedLink): boolean => {
  const link = linkOf(call, item, presented)
  if (link === undefined) return false
  if (item.owner === call.user) return true
  if (link.access === "collaborators" || (link.access === "company" && call.user.external)) return false
  if (link.password !== null && link.password !== presented.password) {
    throw forbidden("incorrect_shared_item_password", "Incorrect shared item password")
  }
  return true
}
