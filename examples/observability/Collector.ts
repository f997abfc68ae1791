/**
 * A collector of OpenTelemetry for this example: it takes traces over HTTP and keeps them. In production this is the
 * OpenTelemetry Collector, or a service that speaks OTLP.
 */
import { createServer } from "node:http"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Context, Effect, Layer, Schema } from "effect"
import { HttpRouter, HttpServer, HttpServerRequest, HttpServerResponse } from "effect/http"

const Attributes = Schema.Array(Schema.Struct({ key: Schema.String, value: Schema.Record(Schema.String, Schema.Json) }))

/** What of a span is looked at here. */
export const Span = Schema.Struct({
  name: Schema.String,
  spanId: Schema.String,
  parentSpanId: Schema.optional(Schema.String),
  /** 1 is internal, 3 a request of a client. */
  kind: Schema.Number,
  startTimeUnixNano: Schema.String,
  endTimeUnixNano: Schema.String,
  attributes: Attributes,
  events: Schema.Array(Schema.Struct({ name: Schema.String, timeUnixNano: Schema.String, attributes: Attributes }))
})
export type Span = typeof Span.Type

const Traces = Schema.Struct({
  resourceSpans: Schema.Array(Schema.Struct({ scopeSpans: Schema.Array(Schema.Struct({ spans: Schema.Array(Span) })) }))
})

export class Collector extends Context.Service<
  Collector,
  {
    readonly url: string
    readonly spans: Effect.Effect<ReadonlyArray<Span>>
  }
>()("examples/Collector") {
  static readonly layer = Layer.effect(
    Collector,
    Effect.gen(function* () {
      const spans: Array<Span> = []
      const traces = Effect.gen(function* () {
        const { resourceSpans } = yield* HttpServerRequest.schemaBodyJson(Traces)
        for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans)
        return HttpServerResponse.empty()
      })
      const ignored = Effect.succeed(HttpServerResponse.empty())
      const routes = Layer.mergeAll(
        HttpRouter.add("POST", "/v1/traces", traces),
        HttpRouter.add("POST", "/v1/metrics", ignored),
        HttpRouter.add("POST", "/v1/logs", ignored)
      )
      yield* Layer.build(HttpRouter.serve(routes, { disableLogger: true, disableListenLog: true }))
      const { address } = yield* HttpServer.HttpServer
      return {
        url: `http://127.0.0.1:${"port" in address ? address.port : 0}`,
        spans: Effect.sync(() => spans)
      }
    })
  ).pipe(Layer.provide(NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0 })))
}
