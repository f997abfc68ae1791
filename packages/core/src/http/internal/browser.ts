/**
 * What `fetch` of a browser does differently from that of servers: it hides redirects, names itself, and cannot stream a
 * body over HTTP/1.1.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type { HttpClientResponse } from "effect/http/HttpClientResponse"

/** Pages and workers of every browser begin like this, and no other runtime does. */
const agentOfBrowsers = "Mozilla/"

/** Whether this runs in a page or a worker of a browser. */
export const isBrowser = (): boolean => globalThis.navigator?.userAgent?.startsWith(agentOfBrowsers) === true

/** Lets `fetch` follow redirects. Between origins it drops `Authorization`, and only that. */
const following = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.updateContext(self, (context: Context.Context<R>) =>
    Context.add(context, FetchHttpClient.RequestInit, {
      ...Context.getOrUndefined(context, FetchHttpClient.RequestInit),
      redirect: "follow"
    })
  )

/** What browsers make of a redirect that they were told not to follow: neither a status nor an address. */
export const isHiddenRedirect = ({ status }: { readonly status: number }): boolean => status === 0

/**
 * Sends a request for bytes. Where a redirect would be hidden, the browser follows it itself. Other runtimes that hide
 * redirects are noticed by their answer, and the request is sent once more.
 */
export const withRedirects = <E, R>(
  send: Effect.Effect<HttpClientResponse, E, R>
): Effect.Effect<HttpClientResponse, E, R> =>
  isBrowser()
    ? following(send)
    : Effect.flatMap(send, (response) => (isHiddenRedirect(response) ? following(send) : Effect.succeed(response)))
