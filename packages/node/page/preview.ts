/** One item: what is known of it, and its content if that is text or a picture. */
import { button, byId, element, preformatted, sizeOf } from "./element.ts"
import { as, ask, askJson } from "./server.ts"

export interface Item {
  readonly type: "file" | "folder" | "web_link"
  readonly id: string
  readonly name: string
  readonly size?: number
}

interface Details extends Item {
  readonly sha1?: string
  readonly etag?: string
  readonly modified_at?: string
  readonly url?: string
  readonly owned_by?: { readonly name: string }
  readonly shared_link?: { readonly url: string } | null
}

const pictures: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  bmp: "image/bmp",
  svg: "image/svg+xml"
}

/** Bytes. */
const textLimit = 64 * 1024
const pictureLimit = 20_000_000

const preview = byId("preview", HTMLElement)
let pictureUrl: string | undefined

const contentPath = (userId: string, { id }: Item): string => as(userId, `/2.0/files/${id}/content`)

const picture = async (userId: string, item: Item, type: string): Promise<HTMLElement> => {
  const bytes = await (await ask(contentPath(userId, item))).arrayBuffer()
  pictureUrl = URL.createObjectURL(new Blob([bytes], { type }))
  return element("img", { src: pictureUrl, alt: item.name })
}

const text = async (userId: string, item: Item): Promise<HTMLElement> => {
  const answer = await ask(contentPath(userId, item), { headers: { range: `bytes=0-${textLimit - 1}` } })
  // Decoded as if more came, so that a character that was cut is no error.
  const content = new TextDecoder().decode(await answer.arrayBuffer(), { stream: true })
  if (/[\0\uFFFD]/.test(content)) return element("p", { class: "empty" }, "No preview: this is not text.")
  const isCut = (item.size ?? 0) > textLimit
  return element(
    "div",
    {},
    preformatted(content),
    ...(isCut ? [element("p", { class: "hint" }, `The first ${sizeOf(textLimit)}.`)] : [])
  )
}

const content = async (userId: string, item: Item): Promise<HTMLElement> => {
  const type = pictures[item.name.split(".").at(-1)?.toLowerCase() ?? ""]
  const size = item.size ?? 0
  if (size === 0) return element("p", { class: "empty" }, "The file is empty.")
  try {
    if (type !== undefined && size <= pictureLimit) return await picture(userId, item, type)
    return await text(userId, item)
  } catch (error) {
    return element("p", { class: "empty" }, `No preview: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const fieldsOf = (details: Details): ReadonlyArray<readonly [string, string | undefined]> => [
  ["id", details.id],
  ["size", details.type === "file" && details.size !== undefined ? sizeOf(details.size) : undefined],
  ["etag", details.etag],
  ["SHA-1", details.sha1],
  ["owner", details.owned_by?.name],
  ["changed", details.modified_at],
  ["leads to", details.url],
  ["shared link", details.shared_link?.url]
]

/** Shows a file or a web link of a user. */
export const showPreview = async (userId: string, item: Item): Promise<void> => {
  const kind = item.type === "file" ? "files" : "web_links"
  const fields = "name,size,sha1,etag,modified_at,owned_by,shared_link,url"
  const details: Details = await askJson(as(userId, `/2.0/${kind}/${item.id}?fields=${fields}`))
  if (pictureUrl !== undefined) URL.revokeObjectURL(pictureUrl)
  pictureUrl = undefined
  const list = element("dl")
  for (const [name, value] of fieldsOf(details)) {
    if (value) list.append(element("dt", {}, name), element("dd", {}, value))
  }
  const isFile = details.type === "file"
  const bar = element("div", { class: "bar" }, element("h3", {}, details.name))
  if (isFile) {
    bar.append(
      element("a", { class: "button", href: contentPath(userId, details), download: details.name }, "Download")
    )
  }
  bar.append(
    button("Close", () => {
      preview.hidden = true
    })
  )
  preview.replaceChildren(bar, list, ...(isFile ? [await content(userId, details)] : []))
  preview.hidden = false
}
