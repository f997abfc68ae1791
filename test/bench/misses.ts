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
    targets: both("CPU : floor"),
    why:
      "Runs of the same program fall into two kinds: with SHA instructions one takes about 1.9 s of CPU time and the event loop is late " +
      "by 6 ms (p99), which is below the target, in the other 2.5 to 3.5 s and 12 ms. The work is the same in both, the floor " +
      "with its one thread has only the first kind, and the event loop's largest part is the kernel's copy into the socket. " +
      "Why that copy is slower in some processes was not found."
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
      "itself takes 0.7 to 0.8 of its CPU time. SHA-1 in its thread and the kernel's copies out of the socket and into the " +
      "file are 57 % of this client's samples."
  },
  {
    targets: ["listing: wall : floor", "listing: wall : official SDK"],
    why:
      "Of 0.39 to 0.42 s of CPU time JSON.parse takes 0.15 and the check of 100,000 items 0.04; the connections with " +
      "JSON.parse alone take 0.25 against the floor's 0.20. The rest is code that runs for the first time, as there are only " +
      "100 calls. Decoding by another way than text gained nothing. The next page is not fetched ahead, because a list " +
      "promises to fetch only what is consumed."
  },
  {
    targets: ["small files: wall : floor", "small files: wall : official SDK"],
    why:
      "In one process a file costs 139 us: 67 are the upload, 34 what node:fs alone takes to read it. The rest is a second " +
      "look at the file, which notices one that changes while it is read, and Effect's file system."
  },
  {
    targets: ["cold start, not bundled : official SDK, not bundled"],
    why:
      "Importing the five modules of Effect that a first call needs takes 211 ms of CPU time, core 31 more and undici about " +
      "95; all of the official SDK takes 358. A target of 0.75 leaves 27 ms for everything that is not Effect's."
  },
  {
    targets: ["cold start, bundled : official SDK"],
    why:
      "Of the program's 1,042 KB undici is 734. The floor takes 69 ms of CPU time, this program 130, the official SDK 138. " +
      "undici's pool alone, without its fetch and WebSocket, would save some 20 ms, but it has no public address."
  },
  {
    targets: ["bundle of all of core, gzip"],
    why:
      "Effect's share is 67.8 KB by itself, of which the HttpRouter for WebhookRoute is 10.2; ours is 66.9, of which the 336 " +
      "operations are 26.3. It is what `export *` gives a program that uses everything; to get below 90 KB, modules would " +
      "have to be left out of the index."
  }
]
