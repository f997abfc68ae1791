/** Converts the times in an argument to Box's format, at the paths that the operation names. */
import * as Predicate from "effect/Predicate"
import { timeExpected, writeTime } from "./timestamp.ts"

/** An argument that should be a time and is not. */
export class NoTime {
  readonly message: string
  constructor(path: string) {
    this.message = `${path} must be ${timeExpected}`
  }
}

/** An end of a range may be open, which is an empty string. */
const isOpenEnd = (value: unknown, [last, ...more]: ReadonlyArray<string>): boolean =>
  value === "" && last === "*" && more.length === 0

const write = (value: unknown, steps: ReadonlyArray<string>, path: string): unknown => {
  const [step, ...rest] = steps
  if (value === undefined || value === null) return value
  if (step === undefined) return writeTime(value) ?? new NoTime(path)
  if (step === "*") {
    if (!Array.isArray(value)) return value
    const items = value.map((item: unknown, index) =>
      isOpenEnd(item, steps) ? item : write(item, rest, `${path}[${index}]`)
    )
    return items.find((item) => item instanceof NoTime) ?? items
  }
  if (!Predicate.hasProperty(value, step)) return value
  const written = write(value[step], rest, path === "" ? step : `${path}.${step}`)
  if (written instanceof NoTime) return written
  return written === value[step] ? value : { ...value, [step]: written }
}

/**
 * A copy of `input` whose times are strings in whole seconds, or the first path whose value is not a time. Each of
 * `paths` leads to times, such as `shared_link.unshared_at`; `*` stands for every entry of an array.
 */
export const writeTimes = (
  input: Readonly<Record<string, unknown>>,
  paths: ReadonlyArray<string>
): Readonly<Record<string, unknown>> | NoTime => {
  let result = input
  for (const path of paths) {
    const written = write(result, path.split("."), "")
    if (written instanceof NoTime) return written
    // `write` returns an object for an object.
    result = written as Readonly<Record<string, unknown>>
  }
  return result
}
