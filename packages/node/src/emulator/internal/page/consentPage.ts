/** The page on which a user allows or denies an application access. It needs no script. */
import type * as Http from "node:http"
import type { BoxEmulator, ConsentRequest, WireRequest } from "@effect-box/core/testing/BoxEmulator"
import * as Effect from "effect/Effect"
import { answerText } from "./servePage.ts"

/**
 * Without `form-action`: browsers apply it to every redirect after the form, and where the application redirects to is its own
 * business.
 */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "frame-ancestors 'none'"
].join("; ")

const characters: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => characters[character] ?? "")

/** In our words, what a scope lets the application do. */
const meanings: Readonly<Record<string, string>> = {
  root_readwrite: "Read and change all files and folders",
  root_readonly: "Read all files and folders",
  manage_managed_users: "Manage the users of the enterprise",
  manage_groups: "Manage groups",
  manage_webhook: "Manage webhooks"
}

const pageOf = ({ clientId, redirectUri, scopes, users }: ConsentRequest, action: string): string => {
  const options = users.map(
    ({ id, login, name }) => `<option value="${escaped(id)}">${escaped(name)} (${escaped(login)})</option>`
  )
  const asked = scopes.map((scope) => {
    const meaning = Object.hasOwn(meanings, scope) ? `${meanings[scope]} ` : ""
    return `<li>${meaning}<code>${escaped(scope)}</code></li>`
  })
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Log in - Box emulator</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/__emulator/page.css">
  </head>
  <body>
    <main class="consent">
      <section>
        <h1>Grant access to an emulated Box?</h1>
        <p>The application <code>${escaped(clientId)}</code> asks for:</p>
        <ul>${asked.join("")}</ul>
        <form method="post" action="${escaped(action)}">
          <p><label>Log in as <select name="user_id" autofocus>${options.join("")}</select></label></p>
          <p class="hint">Then you go to <strong>${escaped(new URL(redirectUri).origin)}</strong>.</p>
          <div class="bar decisions">
            <button name="decision" value="allow">Allow</button>
            <button name="decision" value="deny">Deny</button>
          </div>
        </form>
      </section>
    </main>
  </body>
</html>
`
}

/** A browser that goes to a page says that it wants HTML. Programs that follow redirects do not. */
const wantsPage = ({ headers, method }: WireRequest): boolean =>
  method === "GET" && /\btext\/html\b/i.test(headers["accept"] ?? "")

/**
 * The consent page, or `undefined` if this is no request for it: the path is another one, the client is no browser, or the
 * authorization URL is wrong, which the emulator answers as Box does.
 */
export const consentPage = (
  emulator: BoxEmulator["Service"],
  request: WireRequest,
  response: Http.ServerResponse
): Effect.Effect<Effect.Effect<void> | undefined> => {
  const { url } = request
  const { origin, pathname } = new URL(emulator.urls.authorizeUrl)
  if (!wantsPage(request) || url.origin !== origin || url.pathname !== pathname) return Effect.succeed(undefined)
  return Effect.map(emulator.consentRequest(url.href), (asked) =>
    asked === undefined
      ? undefined
      : answerText(response, "text/html", pageOf(asked, url.pathname + url.search), policy)
  )
}
