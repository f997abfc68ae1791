/** Who is logged in, and which uploads are under way. */
import { byId, dateOf, element, sizeOf } from "./element.ts"
import { ask, attempt, say, type State, type User } from "./server.ts"

const tokens = byId("tokens", HTMLElement)
const sessions = byId("sessions", HTMLElement)

const expiry = (at: number, now: number): string => {
  const minutes = Math.round((at - now) / 60_000)
  if (at <= now) return "expired"
  return minutes < 120 ? `in ${minutes} min` : dateOf(at)
}

export const showLogins = (state: State, users: ReadonlyMap<string, User>): void => {
  const nameOf = (id: string) => users.get(id)?.name ?? id
  tokens.replaceChildren(
    ...state.tokens
      .toReversed()
      .map((token) =>
        element(
          "tr",
          {},
          element("td", {}, nameOf(token.userId)),
          element("td", {}, `...${token.ending}`),
          element(
            "td",
            { class: token.expiresAt <= state.now ? "refused" : "fine" },
            expiry(token.expiresAt, state.now)
          ),
          element("td", {}, token.renewable ? "yes" : "no"),
          element(
            "td",
            {},
            token.scopes.join(", "),
            token.restrictedTo === undefined ? "" : ` (only item ${token.restrictedTo})`
          )
        )
      )
  )
  sessions.replaceChildren(
    ...state.uploadSessions.map((session) =>
      element(
        "tr",
        {},
        element("td", {}, session.fileName),
        element("td", {}, nameOf(session.userId)),
        element(
          "td",
          {},
          element("progress", { max: String(Math.max(1, session.fileSize)), value: String(session.storedBytes) }),
          ` ${sizeOf(session.storedBytes)} of ${sizeOf(session.fileSize)}`
        ),
        element("td", { class: "number" }, String(session.parts)),
        element("td", {}, expiry(session.expiresAt, state.now))
      )
    )
  )
  byId("no-sessions", HTMLElement).hidden = state.uploadSessions.length > 0
}

export const startLogins = (refresh: () => Promise<void>): void => {
  byId("expire", HTMLElement).addEventListener("click", () =>
    attempt(async () => {
      await ask("expire-tokens", { method: "POST" })
      say("All access tokens have expired")
      await refresh()
    })
  )
}
