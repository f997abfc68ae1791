/** The error for content that is not what it should be. */
import { BoxIntegrityError } from "../BoxError.ts"

export interface Difference {
  readonly operation: string
  /** Requests sent so far. */
  readonly attempts: number
  readonly property: BoxIntegrityError["property"]
  readonly expected: string | number
  readonly actual: string | number
  readonly message: string
}

export const integrityError = ({ actual, expected, ...facts }: Difference): BoxIntegrityError =>
  new BoxIntegrityError({ ...facts, expected: String(expected), actual: String(actual) })
