/** Sends webhooks: by `fetch`, which follows no redirect, so that nothing is sent elsewhere. */
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"

export const webhookClient: Effect.Effect<HttpClient.HttpClient> = Effect.map(
  Effect.provide(HttpClient.HttpClient, FetchHttpClient.layer),
  HttpClient.transform((answering) =>
    Effect.provideService(answering, FetchHttpClient.RequestInit, { redirect: "manual" })
  )
)
