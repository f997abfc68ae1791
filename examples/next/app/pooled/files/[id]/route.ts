/** The same with the connections of `@effect-box/node`. */
import { downloadWith } from "../../../../download.ts"
import { pooledBox } from "../../../../pooledBox.ts"

export const GET = downloadWith(pooledBox)
