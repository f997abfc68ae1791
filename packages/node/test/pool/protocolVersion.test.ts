/** Which version of HTTP the connections speak, with a server that offers both. */
import * as Http2 from "node:http2"
import type { AddressInfo } from "node:net"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { BoxConfig, DeveloperToken, Users } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { makeCertificate } from "../../../../test/bench/certificate.ts"
import { ConnectionPool } from "../../src/index.ts"

const certificate = makeCertificate()
setDefaultCACertificates([...getCACertificates("default"), certificate.ca])

/** Answers every request, and notes the version that it came with. */
const serve = (versions: Array<string>) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly server: Http2.Http2SecureServer; readonly port: number }>((resume) => {
      const { cert, key } = certificate
      const server = Http2.createSecureServer({ key, cert, allowHTTP1: true }, (request, response) => {
        versions.push(request.httpVersion)
        response.setHeader("content-type", "application/json")
        response.end('{"type":"user","id":"7"}')
      })
      server.listen(0, "127.0.0.1", () =>
        // A server on a port has an address of this kind.
        resume(Effect.succeed({ server, port: (server.address() as AddressInfo).port }))
      )
    }),
    ({ server }) => Effect.callback<void>((resume) => void server.close(() => resume(Effect.void)))
  )

describe("the connections of a pool", () => {
  it.live("speak HTTP/1.1 with a server that offers HTTP/2 as well", () => {
    const versions: Array<string> = []
    return Effect.gen(function* () {
      const { port } = yield* serve(versions)
      const box = Layer.mergeAll(
        ConnectionPool.layer(),
        DeveloperToken.layer(Redacted.make("t")),
        BoxConfig.layer({ apiUrl: `https://localhost:${port}` })
      )
      yield* Effect.provide(Users.getUserMe(), box)
      assert.deepStrictEqual(versions, ["1.1"])
    }).pipe(Effect.scoped)
  })
})
