/** The same in the edge runtime. */
import { box } from "../../../../box.ts"
import { downloadWith } from "../../../../download.ts"

export const runtime = "edge"

export const GET = downloadWith(box)
