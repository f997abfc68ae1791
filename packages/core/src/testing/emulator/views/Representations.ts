/**
 * Other forms of a file. Pictures are placeholders. Texts and PDF documents are the file itself, where it is one; the
 * emulator converts nothing.
 *
 * @see https://developer.box.com/guides/representations/
 */
import { type Call, fieldsOf } from "../model/Call.ts"
import type { File, Item } from "../model/Item.ts"
import { currentVersion } from "../model/Tree.ts"
import type { PictureFormat, Size } from "../wire/Placeholder.ts"

export interface Representation {
  /** In addresses, where it names the size as well. */
  readonly key: string
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly type: string
  /** `undefined` if it is the file itself. */
  readonly picture: (Size & { readonly format: PictureFormat }) | undefined
}

const picture = (format: PictureFormat, pixels: number): Representation => ({
  key: `${format}_${pixels}x${pixels}`,
  name: format,
  properties: { dimensions: `${pixels}x${pixels}`, paged: "false", thumb: pixels <= 320 ? "true" : "false" },
  type: `image/${format}`,
  picture: { format, width: pixels, height: pixels }
})

const pictures: ReadonlyArray<Representation> = [
  ...[32, 94, 160, 320, 1024, 2048].map((pixels) => picture("jpg", pixels)),
  ...[1024, 2048].map((pixels) => picture("png", pixels))
]

const itself = (name: string, type: string): Representation => ({
  key: name,
  name,
  properties: {},
  type,
  picture: undefined
})

const texts = [itself("text", "text/plain"), itself("extracted_text", "text/plain")]

const isText = (file: File): boolean => /\.(txt|md|csv|json|xml|html|log|js|ts|py)$/i.test(file.name)

/** Whether Box makes pictures of it. Only what is surely no document counts as none. */
export const isPictured = (file: File): boolean =>
  !/\.(bin|dat|exe|dll|so|iso|dmg|jar|gz|tar|tgz|7z|rar)$/i.test(file.name)

/** What there is of a file. */
export const offered = (file: File): ReadonlyArray<Representation> => [
  ...(isPictured(file) ? pictures : []),
  ...(isText(file) ? texts : []),
  ...(/\.pdf$/i.test(file.name) ? [itself("pdf", "application/pdf")] : [])
]

/** `png?dimensions=1024x1024`, where the order of several parameters does not matter. */
const fits = (representation: Representation, hint: string): boolean => {
  const [name, query = ""] = hint.trim().split("?")
  if (name !== representation.name) return false
  return [...new URLSearchParams(query)].every(([key, value]) => representation.properties[key] === value)
}

/** `[pdf][jpg?dimensions=32x32,png]`: from each pair of brackets the first that there is. */
const hinted = (file: File, hints: string): ReadonlyArray<Representation> =>
  [...hints.matchAll(/\[([^\]]*)\]/g)].flatMap(([, alternatives = ""]) => {
    for (const hint of alternatives.split(",")) {
      const found = offered(file).find((representation) => fits(representation, hint))
      if (found !== undefined) return [found]
    }
    return []
  })

/** With its content, or as one of a list. */
export const representationJson = (
  call: Call,
  file: File,
  { key, name, properties }: Representation,
  withContent: boolean
): unknown => {
  const version = currentVersion(file).id
  const url = `${call.world.urls.apiUrl}/2.0/internal_files/${file.id}/versions/${version}/representations/${key}`
  const content = { content: { url_template: `${url}/content/{+asset_path}` }, status: { state: "success" } }
  return { representation: name, properties, info: { url }, ...(withContent ? content : {}) }
}

/** The field `representations`: what `X-Rep-Hints` asks for, or the list of all that there are. */
const representations = (call: Call, file: File): unknown => {
  const hints = call.headers["x-rep-hints"]
  const found = hints === undefined ? offered(file) : hinted(file, hints)
  return { entries: found.map((representation) => representationJson(call, file, representation, hints !== undefined)) }
}

/** Adds the field to an item's JSON if it was asked for. */
export const withRepresentations = <A extends object>(call: Call, item: Item, shown: A): A =>
  item.type === "file" && fieldsOf(call)?.includes("representations")
    ? { ...shown, representations: representations(call, item) }
    : shown
