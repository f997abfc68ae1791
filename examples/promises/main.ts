/**
 * Box in a program with promises, which knows Effect only in box.ts, against the emulator:
 *
 *     node examples/promises/main.ts
 */
import { close, folderName, upload } from "./box.ts"

const print = (line: string) => process.stdout.write(`${line}\n`)

try {
  const ids = await Promise.all(["a.txt", "b.txt"].map((name) => upload(name, `this is ${name}`)))
  print(`${ids.length} files`)
  print(`folder 0 is ${await folderName("0")}, folder 404 is ${await folderName("404")}`)
  await upload("a.txt", "again").catch((error: unknown) => print(String(error)))
} finally {
  await close()
}
