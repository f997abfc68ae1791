/** The page of the emulator, and what browsers are told about it. */
import type * as Http from "node:http"
import * as Effect from "effect/Effect"
import { forNoOtherPage } from "../exchange.ts"
import { css, html, script } from "./assets.ts"

/** Nothing from elsewhere, nothing inline, and no markup from text; in no frame of another page. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src blob: data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'"
].join("; ")

export const answerText = (
  response: Http.ServerResponse,
  type: string,
  text: string,
  policy: string
): Effect.Effect<void> =>
  Effect.sync(() => {
    response
      .writeHead(200, {
        "content-type": `${type}; charset=utf-8`,
        "content-security-policy": policy,
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        ...forNoOtherPage
      })
      .end(text)
  })

const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
  "": ["text/html", html],
  "page.css": ["text/css", css],
  "page.js": ["text/javascript", script]
}

/** The answer to a request for a part of the page, if it is one. */
export const servePage = (path: string, response: Http.ServerResponse): Effect.Effect<void> | undefined => {
  const file = Object.hasOwn(files, path) ? files[path] : undefined
  return file === undefined ? undefined : answerText(response, ...file, pagePolicy)
}
