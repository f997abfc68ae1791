/** Why targets are missed: each is printed when one of its targets is, and only then. */

interface Explanation {
  /** As the table of targets names them. */
  readonly targets: ReadonlyArray<string>
  readonly why: string
}

const both = (what: string) => [`up: ${what}`, `up, no SHA instructions: ${what}`]

export const explanations: ReadonlyArray<Explanation> = [
  {
    targets: ["up: wall : floor"],
    why:
      "With SHA instructions the two passes of SHA-1 that Box asks for take about 1.1 s of CPU for a gibibyte and the rest " +
      "of the floor 0.3 to 0.5 s, so little is left to gain by doing both at once; and the stand-in server takes most of " +
      "the second core, which the hashing thread shares with it. In the profile the thread is SHA-1 and nothing else " +
      "(63 % of all samples), the event loop mostly the kernel's copying into the socket, and garbage collection below " +
      "6 %. Without SHA instructions, where hashing is most of the floor's time, the target is met."
  },
  {
    targets: [...both("wall : official SDK"), ...both("CPU : official SDK")],
    why:
      "Two passes of SHA-1 are work that both clients have to do. Without SHA instructions they are so much of the CPU time " +
      "that the rest cannot make up for it: the floor itself takes 0.48 of the official SDK's there."
  },
  {
    targets: both("peak RSS : official SDK"),
    why:
      "Of the memory, 34 MB are the four parts in flight and 43 MB an empty Node process. Loading this program adds 38 MB, " +
      "and the hashing thread 20 MB, of which 8 MB are pages of Node's own executable. What would save more was not worth " +
      "it: limits on the thread's heap saved 1 MB, and reading each part from disk a second time instead of keeping it " +
      "costs a tenth of the CPU time."
  },
  {
    targets: ["ten times the file: peak RSS : that of the large file"],
    why:
      "What grows is V8's young generation: 8 MB at the end of the smaller upload, and its limit of 32 MB at the end of " +
      "the larger one, as in any process that runs for long. The objects in use at the end are 9.0 MB of old space in both, " +
      "and the parts' memory is the same."
  },
  {
    targets: ["down: wall : official SDK", "down: CPU : official SDK"],
    why:
      "The target is below what the platform takes: the floor itself, with SHA-1, took 0.8 of the official SDK's CPU time. " +
      "SHA-1 with the processor's instructions, the kernel's copy into the file and the one out of the socket are 70 % of " +
      "this client's samples."
  }
]
