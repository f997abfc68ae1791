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
      "With the processor's SHA instructions, the two passes of SHA-1 that Box asks for are about 1.15 s of the floor's 1.4 s " +
      "of CPU for a gibibyte. They go on in a thread beside the sending, but the stand-in server needs the second core as " +
      "well. In the profile the thread does SHA-1 and nothing else (63 % of all samples), the event loop's largest part is " +
      "the kernel's copy into the socket, and garbage collection is 6 %. Without those instructions, where hashing is most " +
      "of the floor's wall, there is more to gain."
  },
  {
    targets: [...both("wall : official SDK"), ...both("CPU : official SDK")],
    why:
      "Both clients have to hash everything twice. Without SHA instructions that is so much of the CPU time that the floor " +
      "itself takes 0.48 of the official SDK's."
  },
  {
    targets: both("peak RSS : official SDK"),
    why:
      "34 MB are the four parts in flight and 43 MB an empty Node process. Loading this program adds 38 MB, and the thread " +
      "that hashes 20 MB, of which 8 MB are pages of Node's own executable. Limits on the thread's heap saved 1 MB and " +
      "were left out."
  },
  {
    targets: ["ten times the file: peak RSS : that of the large file"],
    why:
      "What grows is V8's young generation: 8 MB of it at the end of the smaller upload, 34 MB, which is its limit, at the " +
      "end of the larger one, as in any process that runs for long. Objects in use in old space are 9.0 and 9.2 MB."
  },
  {
    targets: ["down: wall : official SDK", "down: CPU : official SDK"],
    why:
      "The official SDK leaves the writing to Node's streams, as the floor does; it is measured with SHA-1 here. The floor " +
      "itself takes about 0.8 of its CPU time. SHA-1 in its thread and the kernel's copies out of the socket and into the " +
      "file are 57 % of this client's samples."
  }
]
