/** The live log of requests. */
import { button, byId, element, preformatted, pretty, timeOf } from "./element.ts"
import { askJson, attempt, type Body, type LoggedRequest, type RequestDetails, type User } from "./server.ts"

const rowLimit = 500
const rows = byId("requests", HTMLElement)
const filter = byId("filter", HTMLInputElement)
const pause = byId("pause", HTMLInputElement)
const shown = new Map<number, { readonly row: HTMLTableRowElement; readonly details: HTMLTableRowElement }>()

let last = 0
/** Requests without a status yet are asked for again. */
let from = 0
let users: ReadonlyMap<string, User> = new Map()
let onFault: (request: LoggedRequest) => void = () => {}

const bodyView = (title: string, body: Body | undefined): ReadonlyArray<Node> => {
  if (body === undefined || body.bytes === 0)
    return [element("h4", {}, title), element("p", { class: "empty" }, "none")]
  const text = body.text === undefined ? `${body.bytes} bytes that are not text` : pretty(body.text)
  const isCut = body.text !== undefined && new TextEncoder().encode(body.text).length < body.bytes
  const heading = `${title} (${body.bytes} bytes${isCut ? ", the beginning" : ""})`
  return [element("h4", {}, heading), preformatted(text)]
}

const detailsOf = (request: RequestDetails): Node => {
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)
  const kept = request.bodies
  return element(
    "div",
    { class: "details" },
    button("Make this route fail ...", () => onFault(request)),
    element("h4", {}, "Headers of the request"),
    preformatted(headers.join("\n")),
    ...(kept === undefined
      ? [element("p", { class: "empty" }, "The bodies of this request are not kept any more.")]
      : [...bodyView("Request", kept.request), ...bodyView("Answer", kept.answer)])
  )
}

const matches = (row: HTMLElement): boolean =>
  (row.textContent ?? "").toLowerCase().includes(filter.value.trim().toLowerCase())

const applyFilter = (): void => {
  for (const { details, row } of shown.values()) {
    row.hidden = !matches(row)
    if (row.hidden) details.hidden = true
  }
}

const statusClass = (status: number | undefined): string =>
  status === undefined ? "pending" : status >= 500 ? "error" : status >= 400 ? "refused" : "fine"

const fillRow = (row: HTMLTableRowElement, opener: HTMLElement, request: LoggedRequest): void => {
  const { at, duration, fault, method, operation, status, userId } = request
  const name = userId === undefined ? "" : (users.get(userId)?.name ?? userId)
  const outcome = element("td", { class: statusClass(status) }, status === undefined ? "..." : String(status))
  if (fault !== undefined) outcome.append(" ", element("span", { class: "badge" }, fault))
  row.replaceChildren(
    element("td", {}, timeOf(at)),
    outcome,
    element("td", {}, method),
    element("td", { class: "path" }, opener),
    element("td", {}, operation ?? ""),
    element("td", {}, name),
    element("td", { class: "number" }, duration === undefined ? "" : String(duration))
  )
}

const add = (request: LoggedRequest): void => {
  const present = shown.get(request.id)
  if (present !== undefined) {
    const opener = present.row.querySelector("button")
    if (opener !== null) fillRow(present.row, opener, request)
    return
  }
  const row = element("tr")
  const cell = element("td", { colspan: "7" })
  const details = element("tr", { class: "more" }, cell)
  details.hidden = true
  const toggle = async () => {
    if (details.hidden) cell.replaceChildren(detailsOf(await askJson(`requests/${request.id}`)))
    details.hidden = !details.hidden
    opener.setAttribute("aria-expanded", String(!details.hidden))
  }
  const opener = button(request.path, () => attempt(toggle), { "aria-expanded": "false", class: "opener" })
  fillRow(row, opener, request)
  row.hidden = !matches(row)
  rows.prepend(row, details)
  shown.set(request.id, { row, details })
}

const clear = (): void => {
  rows.replaceChildren()
  shown.clear()
}

/** Shows what is new. */
export const refreshRequests = async (present: ReadonlyMap<string, User>): Promise<void> => {
  users = present
  if (pause.checked) return
  const { entries } = await askJson<{ readonly entries: ReadonlyArray<LoggedRequest> }>(`requests?after=${from}`)
  for (const request of entries) if (request.id > last || shown.has(request.id)) add(request)
  last = Math.max(last, entries.at(-1)?.id ?? 0)
  const pending = entries.find(({ at, status }) => status === undefined && Date.now() - at < 120_000)
  from = pending === undefined ? last : pending.id - 1
  for (const [id, { details, row }] of shown) {
    if (shown.size <= rowLimit) break
    row.remove()
    details.remove()
    shown.delete(id)
  }
  byId("no-requests", HTMLElement).hidden = shown.size > 0
}

export const startRequests = (makeFail: (request: LoggedRequest) => void): void => {
  onFault = makeFail
  filter.addEventListener("input", applyFilter)
  byId("clear", HTMLElement).addEventListener("click", clear)
}
