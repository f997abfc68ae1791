/** Events of the enterprise or of a user, and what webhooks had to deliver. */
import { byId, disclosure, element, preformatted, pretty, timeOf } from "./element.ts"
import { as, askJson, attempt, type Delivery, type User } from "./server.ts"

interface BoxEvent {
  readonly event_id: string
  readonly event_type: string
  readonly created_at: string
  readonly created_by?: { readonly name?: string } | null
  readonly source?: { readonly name?: string; readonly item_name?: string } | null
}

interface Page {
  readonly entries: ReadonlyArray<BoxEvent>
  readonly next_stream_position: string | number
}

const rowLimit = 500
const list = byId("events", HTMLElement)
const stream = byId("stream", HTMLSelectElement)
const enterprise = "enterprise"
let position: string | number = 0

const rowOf = (event: BoxEvent): HTMLElement => {
  const name = event.source?.name ?? event.source?.item_name ?? ""
  const summary = [
    element("time", {}, timeOf(Date.parse(event.created_at)).slice(0, 8)),
    element("strong", {}, event.event_type),
    element("span", { class: "grow" }, name),
    element("span", {}, event.created_by?.name ?? "")
  ]
  return element(
    "li",
    {},
    disclosure(summary, () => preformatted(JSON.stringify(event, undefined, 2)))
  )
}

/** Shows what is new in the chosen stream. */
export const refreshEvents = async (adminId: string): Promise<void> => {
  const chosen = stream.value
  const type = chosen === enterprise ? "admin_logs_streaming" : "all"
  const user = chosen === enterprise ? adminId : chosen
  const asked = `/2.0/events?stream_type=${type}&stream_position=${position}&limit=500`
  const page: Page = await askJson(as(user, asked))
  if (stream.value !== chosen) return
  position = page.next_stream_position
  list.prepend(...page.entries.toReversed().map(rowOf))
  while (list.childElementCount > rowLimit) list.lastElementChild?.remove()
  byId("no-events", HTMLElement).hidden = list.childElementCount > 0
}

/** Keeps the choice of streams in step with the users. */
export const offerStreams = (users: ReadonlyArray<User>): void => {
  const chosen = stream.value
  const options = users.map(({ id, name }) => element("option", { value: id }, name))
  stream.replaceChildren(element("option", { value: enterprise }, "the enterprise"), ...options)
  if (chosen !== "") stream.value = chosen
}

export const startEvents = (adminId: () => string): void => {
  stream.addEventListener("change", () => {
    position = 0
    list.replaceChildren()
    attempt(() => refreshEvents(adminId()))
  })
}

let shownDeliveries = ""

/** Shows all deliveries if they have changed. */
export const refreshDeliveries = async (): Promise<void> => {
  const { entries } = await askJson<{ readonly entries: ReadonlyArray<Delivery> }>("webhooks")
  const text = JSON.stringify(entries)
  if (text === shownDeliveries) return
  shownDeliveries = text
  const rows = entries.slice(-rowLimit).map((delivery) => {
    const summary = [
      element("span", { class: `badge ${delivery.state}` }, delivery.state),
      element("strong", {}, delivery.trigger),
      element("span", { class: "grow" }, delivery.address)
    ]
    const attempts = delivery.attempts.map(({ at, error, status }) => `${timeOf(at)} ${status ?? error ?? ""}`)
    const more = () =>
      element(
        "div",
        {},
        element("p", {}, attempts.length === 0 ? "Not sent." : `Attempts: ${attempts.join("; ")}`),
        preformatted(pretty(delivery.body))
      )
    return element("li", {}, disclosure(summary, more))
  })
  byId("deliveries", HTMLElement).replaceChildren(...rows.toReversed())
  byId("no-deliveries", HTMLElement).hidden = entries.length > 0
}
