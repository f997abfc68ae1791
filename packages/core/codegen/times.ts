/** The points in time in the arguments of an operation. */
import { deref, allProperties, type Registry } from "./components.ts"
import type { Argument } from "./operations.ts"
import * as policy from "./policy.ts"
import type { Shape } from "./shape.ts"

/** A time by itself. In a union with other types, it is sent unchanged as text. */
export const isTime = (shape: Shape): boolean => shape.kind === "string" && shape.facts.format === "date-time"

const pathsIn = (
  registry: Registry,
  shape: Shape,
  path: string,
  above: ReadonlyArray<Shape>
): ReadonlyArray<string> => {
  if (isTime(shape)) return [path]
  const found = deref(registry, shape)
  if (above.includes(found)) return []
  const below = [...above, found]
  switch (found.kind) {
    case "array":
      return pathsIn(registry, found.items, `${path}.*`, below)
    case "union":
      return found.members
        .filter((member) => !isTime(member))
        .flatMap((member) => pathsIn(registry, member, path, below))
    case "object":
      return allProperties(registry, found).flatMap((property) =>
        pathsIn(registry, property.shape, `${path}.${property.name}`, below)
      )
    default:
      return []
  }
}

/** The paths of all times, in the form of `Spec.times`. */
export const timesOf = (registry: Registry, id: string, given: ReadonlyArray<Argument>): ReadonlyArray<string> => [
  ...new Set(
    given.flatMap(({ name, shape }) =>
      policy.argumentTypes[`${id}.${name}`] === policy.timeRange ? [`${name}.*`] : pathsIn(registry, shape, name, [])
    )
  )
]
