/** The browser of the person at this machine. */
import { spawn } from "node:child_process"
import * as Effect from "effect/Effect"

/** The command that opens an address on this platform. It is run without a shell. */
const opener = (platform: NodeJS.Platform): readonly [string, ...Array<string>] =>
  platform === "darwin" ? ["open"] : platform === "win32" ? ["rundll32", "url.dll,FileProtocolHandler"] : ["xdg-open"]

/** Opens an address. If that fails, the person still has the printed one. */
export const openInBrowser = (url: string): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    const [command, ...args] = opener(process.platform)
    const child = spawn(command, [...args, url], { stdio: "ignore", detached: true })
    child.once("error", () => resume(Effect.logWarning(`${command} could not be started to open a browser`)))
    child.once("spawn", () => {
      child.unref()
      resume(Effect.void)
    })
  })
