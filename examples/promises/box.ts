/** Box for code with promises: one runtime for the whole program, and a function for each thing that it needs. */
import { BoxError, Folders, FileUpload } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { ManagedRuntime } from "effect"

/** In production: `NodeBox.layerConfig`. It is built on first use and shared by all calls. */
const runtime = ManagedRuntime.make(BoxEmulator.layer)

/** `signal` cancels the call, and with it the request. */
export const upload = (name: string, content: string, signal?: AbortSignal): Promise<string> => {
  const file = FileUpload.upload(new TextEncoder().encode(content), { folder_id: "0", name })
  return runtime.runPromise(file, { signal }).then(({ id }) => id)
}

/** A failure rejects with the `BoxError` itself. */
export const folderName = async (folder_id: string): Promise<string | undefined> => {
  try {
    return (await runtime.runPromise(Folders.getFolderById({ folder_id }))).name ?? undefined
  } catch (error) {
    if (BoxError.isBoxError(error) && error._tag === "BoxNotFound") return undefined
    throw error
  }
}

/** Ends logins and connections. */
export const close = (): Promise<void> => runtime.dispose()
