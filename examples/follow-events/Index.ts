/** What the example does with events: it keeps the names of what is in Box, whatever it hears of it and however often. */
import type { EventStream } from "@effect-box/core"
import { Context, Effect, Layer, Schema } from "effect"

const Item = Schema.Struct({ type: Schema.String, id: Schema.String, name: Schema.String })
const isItem = Schema.is(Item)

export class Index extends Context.Service<
  Index,
  {
    /** Takes an event of a stream and a webhook delivery alike. To take the same one again changes nothing. */
    readonly take: EventStream.Handler<never, never>
    readonly names: Effect.Effect<ReadonlyArray<string>>
    /** How many events it was given. */
    readonly taken: Effect.Effect<number>
  }
>()("examples/Index") {
  static readonly layer = Layer.sync(Index, () => {
    const names = new Map<string, string>()
    let taken = 0
    return {
      take: ({ source }) =>
        Effect.sync(() => {
          taken++
          if (isItem(source)) names.set(`${source.type} ${source.id}`, source.name)
        }),
      names: Effect.sync(() => [...names.values()].toSorted()),
      taken: Effect.sync(() => taken)
    }
  })
}
