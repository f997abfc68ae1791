/** A server on a port, with or without TLS. */
import * as Http from "node:http"
import * as Https from "node:https"
import type { AddressInfo } from "node:net"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Certificate } from "./certificate.ts"

export interface Listening {
  readonly server: Http.Server
  readonly address: AddressInfo
}

/** Uploads may take longer than Node's five minutes. */
const patience = { requestTimeout: 0, keepAliveTimeout: 60_000 }

const makeServer = (tls: Certificate | undefined): Http.Server =>
  tls === undefined ? Http.createServer(patience) : Https.createServer({ ...patience, cert: tls.cert, key: tls.key })

/** A server that listens already but answers nobody yet; closing its scope destroys every socket at once. */
export const listen = (
  host: string,
  port: number,
  tls: Certificate | undefined
): Effect.Effect<Listening, unknown, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<Listening, unknown>((resume) => {
      const server = makeServer(tls)
      server.once("error", (cause) => resume(Effect.fail(cause)))
      try {
        server.listen(port, host, () => {
          // A server that listens on TCP has an address of this form.
          resume(Effect.succeed({ server, address: server.address() as AddressInfo }))
        })
      } catch (cause) {
        // Node throws on what is no port or no host.
        resume(Effect.fail(cause))
      }
    }),
    ({ server }) =>
      Effect.callback<void>((resume) => {
        server.close(() => resume(Effect.void))
        server.closeAllConnections()
      })
  )
