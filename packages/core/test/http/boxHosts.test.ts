/** Where an access token may go: to Box's own hosts over https, and to nothing that only looks like them. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as UploadSession from "../../src/files/UploadSession.ts"

const sessionAt = (base: string): UploadSession.UploadSession => ({
  id: "1",
  part_size: 8_388_608,
  total_parts: 3,
  session_endpoints: { upload_part: base, commit: base, abort: base, list_parts: base }
})
const path = "/api/2.0/files/upload_sessions/1"

describe("an address for a token", () => {
  it.effect.each([
    "https://box.com",
    "https://upload.box.com",
    "https://upload.app.box.com:8443",
    "https://UPLOAD.BOX.COM",
    "https://dl.boxcloud.com",
    "https://boxcloud.com",
    "https://upload.app.box-gov.com",
    "https://box-gov.com"
  ])("may be at Box: %s", (origin) => UploadSession.checkEndpoints(sessionAt(origin + path)))

  it.effect.each([
    "http://upload.box.com",
    "ftp://upload.box.com",
    "https://mailbox.com",
    "https://upload.notbox-gov.com",
    "https://upload.boxxcom",
    "https://upload.boxcloudxcom",
    "https://upload.box-govxcom",
    "https://upload.box.com.example",
    "https://upload.box.community",
    "https://box.com@example.com",
    "https://user:password@upload.box.com",
    "https://example.com/https://upload.box.com",
    "https://example.com?upload.box.com",
    "https://example.com#.box.com"
  ])("is nowhere else: %s", (origin) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(UploadSession.checkEndpoints(sessionAt(origin + path)))
      assert.strictEqual(error._tag, "BoxDecodeError")
    })
  )
})
