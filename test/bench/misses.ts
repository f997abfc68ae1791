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
    targets: [...both("peak RSS"), ...both("peak RSS : official SDK")],
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
    targets: ["down, TLS: peak RSS"],
    why:
      "The floor itself takes 108 MB. Node makes new buffers for each record of TLS, and they wait for the garbage " +
      "collector; the thread that hashes is on top. rclone, in Go, takes 49 MB. Not looked into further."
  },
  {
    targets: [
      "folder read, 1 at once: CPU : floor",
      "folder read, 50 at once: CPU : floor",
      "folder read, 1 at once, TLS: CPU : floor",
      "folder read, 50 at once, TLS: CPU : floor",
      "folder read, 1 at once: CPU : HttpClient, undici",
      "folder read, 50 at once: CPU : HttpClient, undici",
      "folder read, 1 at once: CPU : official SDK"
    ],
    why:
      "Effect's own client on undici takes 1.53 and 1.63 of the floor's CPU time for the same calls, 1 and 50 at once, " +
      "without a login, the check of the answer, retries and time limits. A transport on node:http was " +
      "written and measured (decision 004): it was better at one call at a time and worse at 50."
  },
  {
    targets: ["listing: wall : floor", "listing: wall : official SDK"],
    why:
      "Of 0.39 to 0.42 s of CPU time JSON.parse takes 0.15 and the check of 100,000 items 0.04; the connections with " +
      "JSON.parse alone take 0.25 against the floor's 0.20. The rest is code that runs for the first time, as there are only " +
      "100 calls. Decoding by another way than text gained nothing, and neither did asking for the next page before it is " +
      "wanted: the client computes all the time."
  },
  {
    targets: ["small files: wall : floor", "small files: wall : official SDK"],
    why:
      "A file is looked at, opened, looked at, read, looked at and closed: a look before opening keeps devices closed, the last one " +
      "notices a file that changes while it is read. Each step through libuv's threads costs 40 to 60 us here; the two looks at the " +
      "open file take 2 us each without them. Closing without them was tried, and took 10 MB more."
  },
  {
    targets: ["100000 files, up, new: wall : floor", "100000 files, down, new: wall : floor"],
    why:
      "Beside each transfer there are the directory's entry, the journal (a file of its own for each file) and, down, a file under another " +
      "name that is flushed, renamed and only then noted. The floor does none of it and cannot be killed without a loss."
  },
  {
    targets: ["100000 files, up, new: peak RSS", "100000 files, down, new: peak RSS"],
    why:
      "20 to 35 MB are in use. The rest is V8's young generation, which grows with the rate of allocation in the first " +
      "20,000 files and stays, as in the floor."
  },
  {
    targets: [
      "100000 files, down, new: memory in use : that of 10000",
      "100000 files, down, there: memory in use : that of 10000"
    ],
    why:
      "It is some 55 bytes for each file of the one folder, 5 MB in all; 57 MB were in use at 1,000,000. In folders of 100 it is 23 MB " +
      "whatever their number. Not looked into further."
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
      "95; all of the official SDK takes 358. The target leaves nothing for what is not Effect's or undici's. On node:http " +
      "it took 0.90 of the CPU time (decision 004)."
  },
  {
    targets: ["cold start, bundled : official SDK"],
    why:
      "Beside what the floor does there are Effect's runtime and schemas, undici's pool with the parser that it " +
      "compiles, and core. On node:http it took 0.76 of the CPU time (decision 004), and calls cost more."
  },
  {
    targets: ["bundle of one operation with NodeBox, gzip"],
    why:
      "Of 813 KB before compression undici is 488, of which four parsers in WebAssembly, as text, are 296. A " +
      "transport on node:http would do without them, but calls cost more on it (decision 004). A program that needs " +
      "one login imports that and ConnectionPool instead of NodeBox."
  },
  {
    targets: ["bundle of one operation with fetch, gzip"],
    why:
      "It was 59.6 KB before spans by OpenTelemetry's conventions, log lines of retries, lenient reading of answers, the place in each " +
      "error, compressed answers and time limits by silence. Metrics were 1.8 KB more until they became a layer (decision 015), and " +
      "reading compressed answers 1.1 more. Effect is 148 of the 192 KB before compression; one request and one schema by themselves " +
      "are 43.2 KB compressed."
  },
  {
    targets: ["bundle of all of core, gzip"],
    why:
      "It is what `export *` gives a program that uses everything. Effect is 199 of the 455 KB before compression. " +
      "What needs a database or a server, webhooks included, is imported from core/server, which saved some 15 KB."
  }
]
