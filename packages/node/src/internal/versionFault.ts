const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)

/** What is wrong with this version of Node, as a sentence; `undefined` if it is new enough. */
export const versionFault: string | undefined =
  major > 22 || (major === 22 && minor >= 19)
    ? undefined
    : `@effect-box/node needs Node 22.19 or newer; this is Node ${process.versions.node}`
