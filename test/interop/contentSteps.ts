/** Files, folders, web links, uploads, downloads, versions, trash, and links to them. */
import { createHash } from "node:crypto"
import {
  contentOf,
  first,
  given,
  includes,
  lacks,
  matches,
  nothing,
  type Step,
  step,
  streamOf
} from "./Conversation.ts"

const open = { sharedLink: { access: "open" } }
const fields = { fields: "shared_link" }

const itemSteps: ReadonlyArray<Step> = [
  step("files", "lives", async (box) => {
    const folder = await box.folder()
    const file = await box.file("content", folder.id)
    await box.call("files.getFileById", [file.id], { type: "file", size: 7, parent: { id: folder.id }, etag: "0" })
    const tagged = { requestBody: { name: "renamed.txt", description: "about", tags: ["a"] } }
    await box.call("files.updateFileById", [file.id, tagged], { name: "renamed.txt", description: "about", etag: "1" })
    await box.call("files.getFileById", [file.id, { queryParams: { fields: ["tags", "lock"] } }], { tags: ["a"] })
    const lock = {
      requestBody: { lock: { access: "lock", isDownloadPrevented: true } },
      queryParams: { fields: ["lock"] }
    }
    await box.call("files.updateFileById", [file.id, lock], { lock: { type: "lock", isDownloadPrevented: true } })
    await box.call("files.updateFileById", [file.id, { requestBody: { lock: null } }], { id: file.id })
    const copy = await box.call("files.copyFile", [file.id, { parent: { id: folder.id }, name: "copy.txt" }], {
      name: "copy.txt",
      size: 7
    })
    await box.refused(
      "files.copyFile",
      [file.id, { parent: { id: folder.id }, name: "copy.txt" }],
      409,
      "item_name_in_use"
    )
    await box.call("files.deleteFileById", [copy.id], nothing)
    await box.call("files.getFileById", [copy.id], { itemStatus: "trashed" })
    await box.refused("files.getFileById", ["999"], 404, "not_found")
  }),
  step("files", "has a thumbnail, or a substitute of one", async (box) => {
    const picture = await box.file("text", "0", `${box.name("picture")}.png`)
    const thumbnail = await box.call("files.getFileThumbnailById", [picture.id, "png"], given)
    box.check("thumbnail", (await contentOf(thumbnail)).slice(1, 4), "PNG")
    const other = await box.file("text", "0", `${box.name("program")}.bin`)
    const size = { queryParams: { minHeight: 32, maxHeight: 320, minWidth: 32, maxWidth: 320 } }
    await box.call("files.getFileThumbnailUrl", [other.id, "png", size], matches(/^http.*png$/))
    const substitute = await box.call("files.getFileThumbnailById", [other.id, "jpg"], given)
    box.check("substitute", (await contentOf(substitute)).length > 0, true)
  }),
  step("folders", "lives", async (box) => {
    const folder = await box.folder()
    await box.call("folders.getFolderById", [folder.id], { id: folder.id, itemCollection: { totalCount: 0 } })
    const inner = await box.folder(folder.id)
    await box.file("text", folder.id)
    await box.call("folders.getFolderItems", [folder.id], { totalCount: 2, entries: includes({ id: inner.id }) })
    const page = { queryParams: { usemarker: true, limit: 1 } }
    await box.call("folders.getFolderItems", [folder.id, page], { entries: [{ type: "folder" }], nextMarker: given })
    const change = { requestBody: { description: "about", folderUploadEmail: { access: "open" } } }
    await box.call("folders.updateFolderById", [folder.id, change], { description: "about", folderUploadEmail: given })
    const copied = { name: box.name("copy"), parent: { id: "0" } }
    const copy = await box.call("folders.copyFolder", [folder.id, copied], { name: copied.name })
    await box.call("folders.getFolderItems", [copy.id], { totalCount: 2 })
    await box.refused("folders.deleteFolderById", [copy.id], 400) // the SDK does not read the body of this answer
    await box.call("folders.deleteFolderById", [copy.id, { queryParams: { recursive: true } }], nothing)
    await box.refused("folders.getFolderById", [copy.id], 404, "trashed")
    await box.refused("folders.createFolder", [{ name: "a/b", parent: { id: "0" } }], 400)
  }),
  step("webLinks", "lives", async (box) => {
    const made = { url: "https://example.com/", name: box.name("link"), parent: { id: "0" } }
    const link = await box.call("webLinks.createWebLink", [made], { type: "web_link", url: made.url })
    await box.call("webLinks.getWebLinkById", [link.id], { name: made.name })
    await box.call("webLinks.updateWebLinkById", [link.id, { requestBody: { description: "about" } }], {
      description: "about"
    })
    await box.call("webLinks.deleteWebLinkById", [link.id], nothing)
    await box.call("trashedWebLinks.getTrashedWebLinkById", [link.id], { itemStatus: "trashed" })
    await box.call("trashedWebLinks.restoreWeblinkFromTrash", [link.id], { itemStatus: "active" })
    await box.call("webLinks.deleteWebLinkById", [link.id], nothing)
    await box.call("trashedWebLinks.deleteTrashedWebLinkById", [link.id], nothing)
    await box.refused("trashedWebLinks.getTrashedWebLinkById", [link.id], 404)
  }),
  step("trashedFiles", "goes to the trash and back", async (box) => {
    const file = await box.file()
    await box.call("files.deleteFileById", [file.id], nothing)
    await box.call("trashedFiles.getTrashedFileById", [file.id], { itemStatus: "trashed" })
    await box.call("trashedItems.getTrashedItems", [], { entries: includes({ id: file.id }) })
    await box.call("trashedFiles.restoreFileFromTrash", [file.id], { itemStatus: "active" })
    await box.call("files.deleteFileById", [file.id], nothing)
    await box.call("trashedFiles.deleteTrashedFileById", [file.id], nothing)
    await box.refused("trashedFiles.getTrashedFileById", [file.id], 404)
  }),
  step("trashedFolders", "goes to the trash and back", async (box) => {
    const folder = await box.folder()
    await box.call("folders.deleteFolderById", [folder.id], nothing)
    await box.call("trashedFolders.getTrashedFolderById", [folder.id], { itemStatus: "trashed" })
    const restored = { requestBody: { name: box.name("restored") } }
    await box.call("trashedFolders.restoreFolderFromTrash", [folder.id, restored], { name: restored.requestBody.name })
    await box.call("folders.deleteFolderById", [folder.id], nothing)
    await box.call("trashedFolders.deleteTrashedFolderById", [folder.id], nothing)
    await box.call("trashedItems.getTrashedItems", [{ usemarker: true, limit: 100 }], {
      entries: lacks({ id: folder.id })
    })
  }),
  step("fileVersions", "has versions", async (box) => {
    const file = await box.file("one")
    const next = { attributes: { name: "named.txt" }, file: streamOf("two!") }
    await box.call("uploads.uploadFileVersion", [file.id, next], { entries: [{ id: file.id, size: 4 }] })
    const versions = await box.call("fileVersions.getFileVersions", [file.id], { totalCount: 1 })
    const old = first(versions)
    await box.call("fileVersions.getFileVersionById", [file.id, old.id], { type: "file_version", size: 3 })
    const promoted = { requestBody: { id: old.id, type: "file_version" } }
    await box.call("fileVersions.promoteFileVersion", [file.id, promoted], { type: "file_version", size: 3 })
    await box.call("fileVersions.deleteFileVersionById", [file.id, old.id], nothing)
    const back = { requestBody: { trashedAt: null } }
    await box.call("fileVersions.updateFileVersionById", [file.id, old.id, back], { id: old.id, trashedAt: nothing })
    const content = await box.call("downloads.downloadFile", [file.id, { queryParams: { version: old.id } }], given)
    box.check("content", await contentOf(content), "one")
  })
]

const transferSteps: ReadonlyArray<Step> = [
  step("uploads", "stores and checks", async (box) => {
    const name = `${box.name("small")}.txt`
    await box.call("uploads.preflightFileUploadCheck", [{ name, size: 5, parent: { id: "0" } }], { uploadUrl: given })
    const body = { attributes: { name, parent: { id: "0" }, size: 5 }, file: streamOf("hello") }
    const stored = await box.call("uploads.uploadWithPreflightCheck", [body], { entries: [{ name, size: 5 }] })
    await box.refused(
      "uploads.preflightFileUploadCheck",
      [{ name, size: 5, parent: { id: "0" } }],
      409,
      "item_name_in_use"
    )
    const content = await box.call("downloads.downloadFile", [first(stored).id], given)
    box.check("content", await contentOf(content), "hello")
    const part = await box.call(
      "downloads.downloadFile",
      [first(stored).id, { headers: { range: "bytes=1-2" } }],
      given
    )
    box.check("part", await contentOf(part), "el")
    const url = await box.call("downloads.getDownloadFileUrl", [first(stored).id], matches(/^http/))
    box.check("signed download", await (await fetch(String(url))).text(), "hello")
  }),
  step("chunkedUploads", "stores a large file", async (box) => {
    const size = 20_000_000
    const bytes = Buffer.alloc(size, "0123456789")
    const name = `${box.name("large")}.bin`
    await box.call("chunkedUploads.uploadBigFile", [streamOf(bytes), name, size, "0"], { name, size })
  }),
  step("chunkedUploads", "stores part by part", async (box) => {
    const size = 20_000_000
    const made = { fileName: `${box.name("parts")}.bin`, fileSize: size, folderId: "0" }
    for (const by of ["", "ByUrl"]) {
      const session = await box.call(
        "chunkedUploads.createFileUploadSession",
        [{ ...made, fileName: `${by}${made.fileName}` }],
        { type: "upload_session", totalParts: 3, numPartsProcessed: 0 }
      )
      const { uploadPart, listParts, commit, status } = Object(session.sessionEndpoints)
      const whole = Buffer.alloc(size, "x")
      const digest = (part: Uint8Array) => `sha=${createHash("sha1").update(part).digest("base64")}`
      const partSize = Number(session.partSize)
      const parts: Array<unknown> = []
      const to = (url: string) => (by === "" ? session.id : url)
      const named = (method: string) => `chunkedUploads.${method}${by}`
      for (let at = 0; at < size; at += partSize) {
        const bytes = whole.subarray(at, at + partSize)
        const headers = { digest: digest(bytes), contentRange: `bytes ${at}-${at + bytes.length - 1}/${size}` }
        const sent = await box.call(named("uploadFilePart"), [to(uploadPart), streamOf(bytes), headers], {
          part: { offset: at, size: bytes.length }
        })
        parts.push(sent.part)
      }
      const byId = by === "" ? "ById" : "ByUrl"
      await box.call(`chunkedUploads.getFileUploadSession${byId}`, [to(status)], { numPartsProcessed: 3 })
      await box.call(named("getFileUploadSessionParts"), [to(listParts)], { entries: [{}, {}, {}] })
      await box.call(named("createFileUploadSessionCommit"), [to(commit), { parts }, { digest: digest(whole) }], {
        entries: [{ size }]
      })
      const other = await box.call(
        "chunkedUploads.createFileUploadSession",
        [{ ...made, fileName: box.name("aborted") }],
        given
      )
      const target = by === "" ? other.id : Object(other.sessionEndpoints).abort
      await box.call(`chunkedUploads.deleteFileUploadSession${byId}`, [target], nothing)
    }
    const file = await box.file()
    await box.call("chunkedUploads.createFileUploadSessionForExistingFile", [file.id, { fileSize: size }], {
      totalParts: 3
    })
    await box.refused("chunkedUploads.createFileUploadSession", [{ ...made, fileSize: 5 }], 400, "file_size_too_small")
  }),
  step("zipDownloads", "downloads an archive", async (box) => {
    const folder = await box.folder()
    const file = await box.file("in an archive", folder.id)
    const items = [
      { type: "file", id: file.id },
      { type: "folder", id: folder.id }
    ]
    const zip = await box.call("zipDownloads.createZipDownload", [{ items, downloadFileName: "zip" }], {
      downloadUrl: given
    })
    const content = await box.call("zipDownloads.getZipDownloadContent", [zip.downloadUrl], given)
    box.check("archive", (await contentOf(content)).slice(0, 2), "PK")
    await box.call("zipDownloads.getZipDownloadStatus", [zip.statusUrl], { state: "succeeded", totalFileCount: 2 })
    const whole = await box.call("zipDownloads.downloadZip", [{ items }], given)
    box.check("archive", (await contentOf(whole)).slice(0, 2), "PK")
  })
]

const linkSteps: ReadonlyArray<Step> = [
  step("sharedLinksFiles", "shares a file", async (box) => {
    const file = await box.file()
    const shared = await box.call("sharedLinksFiles.addShareLinkToFile", [file.id, open, fields], {
      sharedLink: { access: "open", url: given }
    })
    await box.call("sharedLinksFiles.getSharedLinkForFile", [file.id, fields], { sharedLink: { access: "open" } })
    const company = { sharedLink: { access: "company" } }
    await box.call("sharedLinksFiles.updateSharedLinkOnFile", [file.id, company, fields], {
      sharedLink: { access: "company" }
    })
    const header = { boxapi: `shared_link=${Object(shared.sharedLink).url}` }
    await box.call("sharedLinksFiles.findFileForSharedLink", [{}, header], { id: file.id })
    await box.call("sharedLinksFiles.removeSharedLinkFromFile", [file.id, { sharedLink: null }, fields], {
      sharedLink: nothing
    })
    await box.refused("sharedLinksFiles.findFileForSharedLink", [{}, header], 404)
  }),
  step("sharedLinksFolders", "shares a folder", async (box) => {
    const folder = await box.folder()
    const shared = await box.call("sharedLinksFolders.addShareLinkToFolder", [folder.id, open, fields], {
      sharedLink: { access: "open" }
    })
    await box.call("sharedLinksFolders.getSharedLinkForFolder", [folder.id, fields], { sharedLink: { url: given } })
    const guarded = { sharedLink: { password: "Secret-1234" } }
    await box.call("sharedLinksFolders.updateSharedLinkOnFolder", [folder.id, guarded, fields], {
      sharedLink: { isPasswordEnabled: true }
    })
    const header = { boxapi: `shared_link=${Object(shared.sharedLink).url}&shared_link_password=Secret-1234` }
    await box.call("sharedLinksFolders.findFolderForSharedLink", [{}, header], { id: folder.id })
    await box.call("sharedLinksFolders.removeSharedLinkFromFolder", [folder.id, { sharedLink: null }, fields], {
      sharedLink: nothing
    })
  }),
  step("sharedLinksWebLinks", "shares a web link", async (box) => {
    const link = await box.call(
      "webLinks.createWebLink",
      [{ url: "https://example.com/", name: box.name(), parent: { id: "0" } }],
      {}
    )
    const shared = await box.call("sharedLinksWebLinks.addShareLinkToWebLink", [link.id, open, fields], {
      sharedLink: { access: "open" }
    })
    await box.call("sharedLinksWebLinks.getSharedLinkForWebLink", [link.id, fields], { sharedLink: { url: given } })
    const company = { sharedLink: { access: "company" } }
    await box.call("sharedLinksWebLinks.updateSharedLinkOnWebLink", [link.id, company, fields], {
      sharedLink: { access: "company" }
    })
    const header = { boxapi: `shared_link=${Object(shared.sharedLink).url}` }
    await box.call("sharedLinksWebLinks.findWebLinkForSharedLink", [{}, header], { id: link.id })
    await box.call("sharedLinksWebLinks.removeSharedLinkFromWebLink", [link.id, { sharedLink: null }, fields], {
      sharedLink: nothing
    })
  }),
  step("sharedLinksAppItems", "finds an item of an application", async (box) => {
    const header = { boxapi: "shared_link=https://app.box.com/s/none" }
    await box.refused("sharedLinksAppItems.findAppItemForSharedLink", [header], 404)
  })
]

export const contentSteps: ReadonlyArray<Step> = [...itemSteps, ...transferSteps, ...linkSteps]
