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

export const completions = define({
  name: "completions",
  group: "Tools",
  summary: "Print the completions for a shell: commands, options, operations and remote paths",
  arguments: [{ name: "shell", summary: "bash, zsh or fish" }],
  flags: [],
  examples: [
    ['eval "$(effect-box completions bash)"', "in ~/.bashrc"],
    ["effect-box completions fish > ~/.config/fish/completions/effect-box.fish", "for fish"]
  ],
  withoutLogin: true
})

export const doctor = define({
  name: "doctor",
  group: "Tools",
  summary: "Look at the network, the clock and the login, and say what to do",
  arguments: [],
  flags: [],
  examples: [
    ["effect-box doctor", "what is wrong"],
    ["effect-box doctor --json", "for a report"]
  ],
  withoutLogin: true
})
