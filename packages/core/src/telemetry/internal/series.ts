/** The series of each metric: one for each combination of the values of its attributes. */
import type * as Context from "effect/Context"
import * as Metric from "effect/Metric"

/**
 * The description of one metric.
 *
 * @category models
 * @since 0.2.0
 */
export interface Definition {
  readonly name: string
  /** An `upDownCounter` goes up and down, such as the number of transfers under way. */
  readonly kind: "counter" | "upDownCounter" | "histogram"
  /** In UCUM: `s` for seconds, `By` for bytes, `{request}` for a count of requests. */
  readonly unit: string
  readonly description: string
  /** The names of the attributes, without `unit`. An attribute that does not apply to a series is absent. */
  readonly attributes: ReadonlyArray<string>
  /** The upper bounds of a histogram, in its unit. */
  readonly boundaries?: ReadonlyArray<number>
}

/** A series counts or takes one value after the other. */
export type Series = Metric.Metric<number, unknown>

const make = (
  { boundaries, description, kind, name, unit }: Definition,
  values: Metric.Metric.AttributeSet
): Series => {
  const attributes = { ...values, unit }
  return kind === "histogram"
    ? Metric.histogram(name, { description, attributes, boundaries: boundaries ?? [] })
    : Metric.counter(name, { description, attributes, incremental: kind === "counter" })
}

/**
 * The series of a metric, by the values of its attributes in their order; `undefined` where one does not apply. They are
 * made once: a metric that is made anew for each value costs ten times as much. The values come from closed sets, so that
 * there are few. What is counted lives in Effect's registry, not here.
 */
export const seriesOf = (definition: Definition): ((...values: ReadonlyArray<string | undefined>) => Series) => {
  const known = new Map<string, Series>()
  return (...values) => {
    const key = values.join(" ")
    const found = known.get(key)
    if (found !== undefined) return found
    const attributes: Record<string, string> = {}
    definition.attributes.forEach((name, index) => {
      const value = values[index]
      if (value !== undefined) attributes[name] = value
    })
    const made = make(definition, attributes)
    known.set(key, made)
    return made
  }
}

/** Adds to a series, or enters a value into it. */
export const record = (series: Series, value: number, context: Context.Context<never>): void =>
  series.updateUnsafe(value, context)
