/** Box for route handlers: one runtime for each server, made on first use and shared by all requests. */
import { BoxConfig, DeveloperToken } from "@effect-box/core"
import { Layer, ManagedRuntime } from "effect"
import { FetchHttpClient } from "effect/http"

/** In production a login that renews itself, such as `ClientCredentials.layerConfig()`. */
export const box = ManagedRuntime.make(
  Layer.mergeAll(FetchHttpClient.layer, DeveloperToken.layerConfig).pipe(Layer.provideMerge(BoxConfig.layerConfig()))
)
