/** Faults by a click: what is armed, what has fired, and a form for more. */
import { button, byId, element } from "./element.ts"
import { ask, attempt, type LoggedRequest, type PlannedFault, say } from "./server.ts"

interface Kind {
  readonly label: string
  readonly fault: Readonly<Record<string, unknown>>
  /** What can be said besides: the property, its label, and what it is by itself. */
  readonly amount?: readonly [name: string, label: string, value: number]
}

const kinds: ReadonlyArray<Kind> = [
  {
    label: "429, too many requests",
    fault: { kind: "status", status: 429 },
    amount: ["retryAfter", "Retry-After, seconds", 2]
  },
  {
    label: "503, unavailable",
    fault: { kind: "status", status: 503 },
    amount: ["retryAfter", "Retry-After, seconds", 1]
  },
  { label: "500 after the work is done", fault: { kind: "status", status: 500, when: "after" } },
  { label: "401, unauthorized", fault: { kind: "status", status: 401 } },
  { label: "502 with a page of HTML", fault: { kind: "status", status: 502, body: "html" } },
  { label: "another status", fault: { kind: "status" }, amount: ["status", "status", 418] },
  { label: "slow", fault: { kind: "delay" }, amount: ["delay", "milliseconds", 3000] },
  { label: "connection reset before the work", fault: { kind: "reset" } },
  { label: "connection reset after the work", fault: { kind: "lostAnswer" } },
  { label: "answer cut off", fault: { kind: "truncate" }, amount: ["afterBytes", "after bytes", 10] },
  { label: "answer stalls", fault: { kind: "stall" }, amount: ["afterBytes", "after bytes", 10] },
  { label: "one bit flipped", fault: { kind: "corrupt" } },
  { label: "202, not ready", fault: { kind: "notReady" }, amount: ["retryAfter", "Retry-After, seconds", 1] }
]

const kind = byId("kind", HTMLSelectElement)
const method = byId("method", HTMLSelectElement)
const path = byId("path", HTMLInputElement)
const times = byId("times", HTMLInputElement)
const amounts = byId("amounts", HTMLElement)
const planned = byId("planned", HTMLElement)

const chosen = (): Kind | undefined => kinds[Number(kind.value)]

const showAmount = (): void => {
  const amount = chosen()?.amount
  if (amount === undefined) {
    amounts.replaceChildren()
    return
  }
  const [name, label, value] = amount
  const input = element("input", { type: "number", min: "0", id: "amount", name, value: String(value) })
  amounts.replaceChildren(element("label", {}, `${label} `, input))
}

const arm = async (): Promise<void> => {
  const { amount, fault } = chosen() ?? { fault: {} }
  const input = document.getElementById("amount")
  const given = amount !== undefined && input instanceof HTMLInputElement ? { [amount[0]]: Number(input.value) } : {}
  const match = {
    ...(method.value === "" ? {} : { method: method.value }),
    ...(path.value.trim() === "" ? {} : { path: path.value.trim() }),
    times: Number(times.value)
  }
  await ask("faults", { method: "POST", body: JSON.stringify({ ...fault, ...given, match }) })
  say("The fault is armed")
}

const describe = ({ fault }: PlannedFault): string => {
  const { kind: name, match, ...others } = fault
  const what = Object.entries(others).map(([key, value]) => `${key} ${String(value)}`)
  return [...(name === "status" ? [] : [name]), ...what].join(", ")
}

const rowOf = (one: PlannedFault, afterwards: () => Promise<void>): HTMLElement => {
  const { match } = one.fault
  const where = `${match.method ?? "any method"} ${match.path ?? "any path"}`
  const fired = `${one.fired} of ${match.times ?? 1} fired`
  const row = element(
    "li",
    { class: `fault ${one.state}` },
    element("span", { class: "badge" }, one.state),
    element("span", { class: "grow" }, element("strong", {}, describe(one)), ` ${where}`),
    element("span", {}, fired)
  )
  if (one.state === "armed") {
    const disarm = () =>
      attempt(async () => {
        await ask(`faults/${one.id}`, { method: "DELETE" })
        await afterwards()
      })
    row.append(button("Disarm", disarm))
  }
  return row
}

let shown = ""

export const showFaults = (faults: ReadonlyArray<PlannedFault>, refresh: () => Promise<void>): void => {
  const armed = faults.filter(({ state }) => state === "armed").length
  byId("armed", HTMLElement).textContent = armed === 0 ? "" : String(armed)
  byId("no-faults", HTMLElement).hidden = faults.length > 0
  // What has not changed keeps the focus.
  const text = JSON.stringify(faults)
  if (text === shown) return
  shown = text
  planned.replaceChildren(...faults.toReversed().map((one) => rowOf(one, refresh)))
}

/** Fills the form with the route of a request. */
export const failLike = (request: LoggedRequest): void => {
  const [, route] = request.route?.split(" ") ?? []
  method.value = request.method
  path.value = route ?? new URL(request.path, location.href).pathname
  kind.focus()
}

export const startFaults = (refresh: () => Promise<void>): void => {
  kind.append(...kinds.map(({ label }, at) => element("option", { value: String(at) }, label)))
  kind.addEventListener("change", showAmount)
  showAmount()
  byId("fault", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault()
    attempt(async () => {
      await arm()
      await refresh()
    })
  })
  byId("disarm-all", HTMLElement).addEventListener("click", () =>
    attempt(async () => {
      await ask("faults", { method: "DELETE" })
      await refresh()
    })
  )
}

/** The routes that have been asked for, to choose from. */
export const suggestRoutes = (routes: ReadonlyArray<string>): void => {
  const names = [...new Set(routes.map((route) => route.split(" ")[1] ?? route))].toSorted()
  byId("routes", HTMLElement).replaceChildren(...names.map((value) => element("option", { value })))
}
