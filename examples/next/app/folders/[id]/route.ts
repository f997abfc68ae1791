/** `GET /folders/0` lists a folder. */
import { BoxError, Folders } from "@effect-box/core"
import { Effect, Stream } from "effect"
import { box } from "../../../box.ts"
import { failed, type Route } from "../../../download.ts"

const list = (folder_id: string) =>
  Folders.getFolderItems.items({ folder_id, fields: ["name"] }).pipe(
    Stream.map(({ id, name, type }) => ({ id, name, type })),
    Stream.runCollect,
    Effect.map((items) => Response.json(items)),
    Effect.catchIf(BoxError.isBoxError, failed)
  )

export const GET = async (request: Request, { params }: Route): Promise<Response> =>
  box.runPromise(list((await params).id), { signal: request.signal })
