/** Checks the target of a download: the API redirects to a signed address on another host. */
import * as Redacted from "effect/Redacted"
import type { BoxCall } from "./send.ts"

/** What errors and spans contain instead of a signed address, whose path is a secret. */
export const signedPath = "(signed download URL)"

/**
 * The address, if bytes may be fetched from it: absolute, without credentials, and `https` unless the API itself uses
 * plain `http` (an emulator on loopback).
 */
export const downloadTarget = (location: string | undefined, apiUrl: string): URL | undefined => {
  if (location === undefined || !URL.canParse(location)) return undefined
  const target = new URL(location)
  if (target.username !== "" || target.password !== "") return undefined
  const plain = target.protocol === "http:" && new URL(apiUrl).protocol === "http:"
  return target.protocol === "https:" || plain ? target : undefined
}

/** A request for the stored bytes. Only `Range` is sent to the other host. */
export const signedCall = (
  operation: string,
  target: URL,
  range: string | undefined,
  attemptsBefore: number,
  redirectsBefore = 0
): BoxCall => ({
  operation,
  method: "GET",
  url: target.href,
  path: signedPath,
  headers: { "accept-encoding": "identity", ...(range === undefined ? {} : { range }) },
  body: { _tag: "Empty" },
  replay: "safe",
  attemptsBefore,
  redirectsBefore,
  secretUrl: true,
  secrets: [Redacted.make(target.href), Redacted.make(target.pathname + target.search), Redacted.make(target.pathname)]
})
