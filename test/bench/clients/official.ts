/** Box's own SDK, as its documentation shows it. */
import { createHash } from "node:crypto"
import { createReadStream, createWriteStream } from "node:fs"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { finished } from "node:stream/promises"
import { BoxClient, BoxDeveloperTokenAuth, BoxOAuth, OAuthConfig } from "box-node-sdk"
import { BaseUrls, NetworkSession } from "box-node-sdk/networking"
import { type Client, expectEqual, inParallel, runTask } from "../clientRun.ts"
import { expiredToken, fileId, pageSize, type Task, token } from "../tasks.ts"

const session = ({ apiUrl, uploadUrl }: Task) =>
  new NetworkSession({ baseUrls: new BaseUrls({ baseUrl: apiUrl, uploadUrl, oauth2Url: `${apiUrl}/oauth2` }) })

const connect = (task: Task) =>
  new BoxClient({ auth: new BoxDeveloperTokenAuth({ token }), networkSession: session(task) })

const up = async (task: Task) => {
  const file = await connect(task).chunkedUploads.uploadBigFile(
    createReadStream(task.path),
    "large.bin",
    task.size,
    "0"
  )
  expectEqual("size", file.size, task.size)
}

const down = async (task: Task) => {
  const client = connect(task)
  const file = await client.files.getFileById(fileId)
  const stream = await client.downloads.downloadFile(fileId)
  if (stream === undefined) throw new Error("no content")
  const hash = createHash("sha1")
  if (task.verify) stream.on("data", (chunk: Uint8Array) => hash.update(chunk))
  const target = createWriteStream(task.path)
  await finished(stream.pipe(target))
  expectEqual("size", target.bytesWritten, file.size)
  if (task.verify) expectEqual("digest", hash.digest("hex"), file.sha1)
}

const readFolders = (client: BoxClient, task: Task) =>
  inParallel(task.count, task.concurrency, async () => {
    expectEqual("folder", (await client.folders.getFolderById("11446498")).id, "11446498")
  })

const folders = (task: Task) => readFolders(connect(task), task)

const listing = async (task: Task) => {
  const client = connect(task)
  let seen = 0
  for (let marker: string | undefined = ""; marker !== undefined; ) {
    const page = await client.folders.getFolderItems("0", {
      queryParams: { usemarker: true, limit: pageSize, ...(marker === "" ? {} : { marker }) }
    })
    for (const item of page.entries ?? []) if (item.id !== "") seen++
    marker = page.nextMarker ?? undefined
  }
  expectEqual("items", seen, task.count)
}

const smallFiles = async (task: Task) => {
  const client = connect(task)
  const names = await readdir(task.path)
  await inParallel(names.length, task.concurrency, async (index) => {
    const name = String(names[index])
    const { entries } = await client.uploads.uploadFile({
      attributes: { name, parent: { id: "0" } },
      file: createReadStream(join(task.path, name))
    })
    expectEqual("stored files", entries?.length, 1)
  })
}

const tokens = async (task: Task) => {
  const auth = new BoxOAuth({ config: new OAuthConfig({ clientId: "id", clientSecret: "secret" }) })
  await auth.tokenStorage.store({ accessToken: expiredToken, refreshToken: "refresh", expiresIn: 3600 })
  await readFolders(new BoxClient({ auth, networkSession: session(task) }), task)
}

const client: Client = { up, down, folders, listing, smallFiles, firstAnswer: folders, tokens }
await runTask(client)
