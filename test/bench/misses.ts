/** Why targets are missed: each is printed when one of its targets is, and only then. */

interface Explanation {
  /** As the table of targets names them. */
  readonly targets: ReadonlyArray<string>
  readonly why: string
}

const both = (what: string) => [`up: ${what}`, `up, no SHA instructions: ${what}`]

export const explanations: ReadonlyArray<Explanation> = [
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
      "What is in use is the same. V8's young generation grows from 6 to 15 MB, the memory of its helper threads by 5 MB, and " +
      "some compiled code comes on top, as in any process that runs for longer."
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
    targets: ["100000 files, up, resumed: peak RSS : that after half of them"],
    why:
      "So little survives in this run that V8's young generation gets its full size only after 60,000 files: with 400,000, " +
      "233 MB are resident after 100,000 and still after all of them. At the end the journal is cleared, for which Effect's " +
      "store lists all of its keys: 13 MB for 100,000."
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
      "Effect's share is some 64 KB by itself; of ours, the 336 " +
      "operations are 26.3. It is what `export *` gives a program that uses everything; to get below 90 KB, modules would " +
      "have to be left out of the index."
  }
]
