/** Starts the page, and keeps it up to date while somebody looks at it. */
import { byId, dateOf, element } from "./element.ts"
import { offerStreams, refreshDeliveries, refreshEvents, startEvents } from "./events.ts"
import { failLike, showFaults, startFaults, suggestRoutes } from "./faults.ts"
import { showLogins, startLogins } from "./logins.ts"
import { refreshRequests, startRequests } from "./requests.ts"
import { ask, askJson, attempt, say, type State, type User } from "./server.ts"
import { refreshTree, showTree, startTree } from "./tree.ts"

const tabs = ["requests", "faults", "logins", "events", "webhooks"] as const
type Tab = (typeof tabs)[number]
const user = byId("user", HTMLSelectElement)

let shownTab: Tab = "requests"
let known = ""
let changes: number | undefined
let admin = ""

const select = (wanted: Tab, focus: boolean): void => {
  shownTab = wanted
  for (const name of tabs) {
    const tab = byId(`${name}-tab`, HTMLButtonElement)
    const isWanted = name === wanted
    tab.setAttribute("aria-selected", String(isWanted))
    tab.tabIndex = isWanted ? 0 : -1
    byId(`${name}-panel`, HTMLElement).hidden = !isWanted
    if (isWanted && focus) tab.focus()
  }
  attempt(refresh)
}

const startTabs = (): void => {
  for (const [at, name] of tabs.entries()) {
    const tab = byId(`${name}-tab`, HTMLButtonElement)
    tab.addEventListener("click", () => select(name, false))
    tab.addEventListener("keydown", ({ key }) => {
      const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? tabs.length - 1 : 0
      const next = tabs[(at + step) % tabs.length]
      if (step !== 0 && next !== undefined) select(next, true)
    })
  }
}

const offerUsers = async (users: ReadonlyArray<User>): Promise<void> => {
  const text = JSON.stringify(users)
  if (text === known) return
  const isFirst = known === ""
  known = text
  const chosen = user.value
  user.replaceChildren(...users.map(({ id, login, name }) => element("option", { value: id }, `${name} (${login})`)))
  if (users.some(({ id }) => id === chosen)) user.value = chosen
  offerStreams(users)
  if (isFirst || user.value !== chosen) await showTree()
}

const aheadText = (millis: number): string => {
  if (millis === 0) return ""
  const days = millis / 86_400_000
  return days >= 1 ? `${Number(days.toFixed(1))} days ahead` : `${Number((millis / 60_000).toFixed(1))} minutes ahead`
}

const showClock = ({ ahead, now }: State): void => {
  const time = byId("now", HTMLTimeElement)
  time.dateTime = new Date(now).toISOString()
  time.textContent = dateOf(now)
  byId("ahead", HTMLElement).textContent = aheadText(ahead)
}

const refreshTab = async (state: State, users: ReadonlyMap<string, User>): Promise<void> => {
  switch (shownTab) {
    case "requests":
      return refreshRequests(users)
    case "faults": {
      const { byRoute } = await askJson<{ readonly byRoute: Readonly<Record<string, number>> }>("stats")
      return suggestRoutes(Object.keys(byRoute))
    }
    case "logins":
      return showLogins(state, users)
    case "events":
      return refreshEvents(admin)
    case "webhooks":
      return refreshDeliveries()
  }
}

const readState = async (): Promise<void> => {
  const state = await askJson<State>("state")
  admin = state.users.find(({ role }) => role === "admin")?.id ?? ""
  showClock(state)
  showFaults(state.faults, refresh)
  await offerUsers(state.users)
  if (changes !== undefined && changes !== state.changes) await refreshTree()
  changes = state.changes
  await refreshTab(state, new Map(state.users.map((one) => [one.id, one])))
}

/** One at a time: who asks meanwhile gets one more round. */
let running: Promise<void> | undefined
let again = false
const refresh = (): Promise<void> => {
  if (running !== undefined) {
    again = true
    return running
  }
  const round = async (): Promise<void> => {
    do {
      again = false
      await readState()
    } while (again)
  }
  running = round().finally(() => {
    running = undefined
  })
  return running
}

const startClock = (): void => {
  byId("clock", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault()
    const advance = byId("advance", HTMLInputElement).value
    attempt(async () => {
      await ask("clock", { method: "POST", body: JSON.stringify({ advance }) })
      say(`The clock is ahead by ${advance} more`)
      await refresh()
    })
  })
}

const downloadWorld = async (): Promise<void> => {
  const world = JSON.stringify(await askJson<unknown>("world"), undefined, 2)
  const url = URL.createObjectURL(new Blob([`${world}\n`], { type: "application/json" }))
  element("a", { href: url, download: "world.json" }).click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

let isLost = false
const watch = async (): Promise<void> => {
  try {
    if (!document.hidden) await refresh()
    if (isLost) say("The emulator is there again")
    isLost = false
  } catch (error) {
    const words = error instanceof TypeError ? "The emulator does not answer. Is it still running?" : String(error)
    say(words, true)
    isLost = true
  }
  setTimeout(watch, 500)
}

startTabs()
startTree()
startClock()
startFaults(refresh)
startLogins(refresh)
startEvents(() => admin)
startRequests((request) => {
  select("faults", false)
  failLike(request)
})
byId("world", HTMLElement).addEventListener("click", () => attempt(downloadWorld))
select("requests", false)
void watch()
