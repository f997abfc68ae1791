/** `GET /files/1` streams a file, with `fetch`. */
import { box } from "../../../box.ts"
import { downloadWith } from "../../../download.ts"

export const GET = downloadWith(box)
