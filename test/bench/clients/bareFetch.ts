/** Effect's HttpClient on `fetch`. */
import { runTask } from "../clientRun.ts"
import { bareClient } from "./bareHttpClient.ts"

await runTask(bareClient("fetch"))
