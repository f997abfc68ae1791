/** The tree of one user: opened folder by folder, and kept up to date while it is open. */
import { button, byId, element } from "./element.ts"
import { showPreview, type Item } from "./preview.ts"
import { as, ask, askJson, attempt, say } from "./server.ts"

interface Page {
  readonly entries: ReadonlyArray<Item>
  readonly next_marker?: string | null
}

const pageSize = 200
const tree = byId("tree", HTMLElement)
const user = byId("user", HTMLSelectElement)
const picker = byId("picker", HTMLInputElement)

/** The folder that uploads go to. */
let target = { id: "0", name: "All Files" }
const open = new Map<string, { readonly list: HTMLElement; shown: number }>()

const aim = (folder: { readonly id: string; readonly name: string }): void => {
  target = folder
  byId("target", HTMLElement).textContent = folder.name
  for (const row of tree.querySelectorAll("[data-folder]")) {
    row.classList.toggle("target", row.getAttribute("data-folder") === folder.id)
  }
}

const upload = async (files: Iterable<File>, folder: { readonly id: string; readonly name: string }): Promise<void> => {
  let count = 0
  for (const file of files) {
    say(`Uploading ${file.name} ...`)
    const form = new FormData()
    form.append("attributes", JSON.stringify({ name: file.name, parent: { id: folder.id } }))
    form.append("file", file)
    await ask(as(user.value, "/api/2.0/files/content"), { method: "POST", body: form })
    count++
  }
  say(`${count} ${count === 1 ? "file is" : "files are"} in ${folder.name} now`)
  await refreshTree()
}

/** Files that are dropped here go to the folder. */
const takeDrops = (place: HTMLElement, folder: () => { readonly id: string; readonly name: string }): void => {
  place.addEventListener("dragover", (event) => {
    event.preventDefault()
    event.stopPropagation()
    place.classList.add("drop")
  })
  place.addEventListener("dragleave", () => place.classList.remove("drop"))
  place.addEventListener("drop", (event) => {
    event.preventDefault()
    event.stopPropagation()
    place.classList.remove("drop")
    const files = event.dataTransfer?.files
    if (files !== undefined && files.length > 0) attempt(() => upload(files, folder()))
  })
}

const folderRow = (folder: Item): HTMLElement => {
  const list = element("ul")
  list.hidden = true
  const row = button(folder.name, () => attempt(toggle), { "aria-expanded": "false", class: "folder" })
  row.dataset["folder"] = folder.id
  const toggle = async () => {
    aim(folder)
    const opens = list.hidden
    list.hidden = !opens
    row.setAttribute("aria-expanded", String(opens))
    if (opens) {
      open.set(folder.id, { list, shown: pageSize })
      await fill(folder.id)
    } else open.delete(folder.id)
  }
  takeDrops(row, () => folder)
  return element("li", {}, row, list)
}

const rowOf = (item: Item): HTMLElement => {
  const row =
    item.type === "folder"
      ? folderRow(item)
      : element(
          "li",
          {},
          button(item.name, () => attempt(() => showPreview(user.value, item)), { class: item.type })
        )
  row.dataset["key"] = `${item.type}/${item.id}/${item.name}`
  return row
}

const entriesOf = async (folderId: string, count: number): Promise<Page> => {
  const entries: Array<Item> = []
  let marker: string | undefined
  do {
    const query = new URLSearchParams({ usemarker: "true", limit: String(pageSize), fields: "name,size" })
    if (marker !== undefined) query.set("marker", marker)
    const page: Page = await askJson(as(user.value, `/2.0/folders/${folderId}/items?${query}`))
    entries.push(...page.entries)
    marker = page.next_marker || undefined
  } while (marker !== undefined && entries.length < count)
  return { entries, next_marker: marker ?? null }
}

/** Shows what is in an open folder now. Rows that are there already stay, so that nothing below them is closed. */
const fill = async (folderId: string): Promise<void> => {
  const shown = open.get(folderId)
  if (shown === undefined) return
  const { entries, next_marker } = await entriesOf(folderId, shown.shown)
  if (open.get(folderId) !== shown) return
  const present = new Map<string, HTMLElement>()
  for (const child of shown.list.children) {
    if (child instanceof HTMLElement && child.dataset["key"] !== undefined) present.set(child.dataset["key"], child)
  }
  const rows = entries.map((item) => present.get(`${item.type}/${item.id}/${item.name}`) ?? rowOf(item))
  const more = () => {
    shown.shown += pageSize
    attempt(() => fill(folderId))
  }
  const last = next_marker ? [element("li", {}, button("Show more", more, { class: "more" }))] : []
  const nothing = rows.length === 0 ? [element("li", { class: "empty" }, "empty")] : []
  const wanted = [...rows, ...last, ...nothing]
  const isSame =
    wanted.length === shown.list.children.length && wanted.every((row, at) => shown.list.children[at] === row)
  // To move an element takes the focus from it.
  if (!isSame) shown.list.replaceChildren(...wanted)
}

/** Reads all open folders anew. */
export const refreshTree = async (): Promise<void> => {
  for (const [id, { list }] of open) {
    // A folder that is gone took the rows below it with it.
    if (id !== "0" && !list.isConnected) open.delete(id)
    else await fill(id)
  }
}

/** Shows the tree of the chosen user. */
export const showTree = async (): Promise<void> => {
  const list = element("ul")
  const root = { id: "0", name: "All Files" }
  const row = button(root.name, () => aim(root), { class: "folder" })
  row.dataset["folder"] = root.id
  takeDrops(row, () => root)
  tree.replaceChildren(element("ul", { class: "root" }, element("li", {}, row, list)))
  open.clear()
  open.set(root.id, { list, shown: pageSize })
  byId("preview", HTMLElement).hidden = true
  aim(root)
  await fill(root.id)
}

const createFolder = async (): Promise<void> => {
  const name = window.prompt(`Name of the new folder in ${target.name}`)
  if (!name) return
  await ask(as(user.value, "/2.0/folders"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, parent: { id: target.id } })
  })
  await refreshTree()
}

export const startTree = (): void => {
  user.addEventListener("change", () => attempt(showTree))
  byId("upload", HTMLElement).addEventListener("click", () => picker.click())
  byId("new-folder", HTMLElement).addEventListener("click", () => attempt(createFolder))
  picker.addEventListener("change", () => {
    const files = [...(picker.files ?? [])]
    picker.value = ""
    attempt(() => upload(files, target))
  })
  takeDrops(byId("files", HTMLElement), () => target)
}
