/** Requests by Node's own client, which sends any `Host` and shows what it gets. */
import * as Http from "node:http"
import * as Https from "node:https"
import { Effect } from "effect"

export interface Reply {
  readonly status: number
  readonly headers: Http.IncomingHttpHeaders
  readonly text: string
}

export interface Message {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Uint8Array
  /** Certificates to trust, in PEM. */
  readonly ca?: string
}

/** One request on a connection of its own. */
export const ask = (url: string, { body, ca, headers, method = "GET" }: Message = {}): Effect.Effect<Reply, Error> =>
  Effect.callback((resume) => {
    const options = { method, headers, agent: false as const }
    const answered = (response: Http.IncomingMessage): void => {
      let text = ""
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk
      })
      response.on("error", (error) => resume(Effect.fail(error)))
      response.on("end", () =>
        resume(Effect.succeed({ status: response.statusCode ?? 0, headers: response.headers, text }))
      )
    }
    const sent = url.startsWith("https:")
      ? Https.request(url, { ...options, ...(ca === undefined ? {} : { ca }) }, answered)
      : Http.request(url, options, answered)
    sent.on("error", (error) => resume(Effect.fail(error)))
    sent.end(body)
  })

/** An upload of one file to the root folder. */
export const uploadOf = (name: string, content: string): Message => ({
  method: "POST",
  headers: { "content-type": "multipart/form-data; boundary=b" },
  body:
    `--b\r\nContent-Disposition: form-data; name="attributes"\r\n\r\n${JSON.stringify({ name, parent: { id: "0" } })}\r\n` +
    `--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n${content}\r\n--b--\r\n`
})
