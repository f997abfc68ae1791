/** Effect's HttpClient on undici. */
import { runTask } from "../clientRun.ts"
import { bareClient } from "./bareHttpClient.ts"

await runTask(bareClient("undici"))
