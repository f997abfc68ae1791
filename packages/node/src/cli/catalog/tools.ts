/** Tools beside Box. */
import { define } from "../command/Command.ts"

export const emulator = define({
  name: "emulator",
  group: "Tools",
  summary: "Serve an emulated Box on a port",
  details: "effect-box emulator --help shows its options.",
  arguments: [],
  flags: [],
  examples: [
    ["effect-box emulator --port 8080", "until it is told to stop"],
    ["effect-box emulator --data ./world --seed world.json", "a world that lasts"]
  ],
  withoutLogin: true,
  ownWords: true
})
