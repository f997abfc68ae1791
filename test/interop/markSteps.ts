/** What is attached to items: metadata, classifications, watermarks, locks, requests, skills and webhooks. */
import { first, given, includes, nothing, type Conversation, type Step, step } from "./Conversation.ts"

const text = (key: string) => ({ type: "string", key, displayName: key })

const newTemplate = (box: Conversation) => {
  const displayName = box.name("template")
  const templateKey = displayName.replace(" ", "")
  const choice = { type: "enum", key: "choice", displayName: "Choice", options: [{ key: "one" }, { key: "two" }] }
  const fields = [text("title"), { type: "float", key: "amount", displayName: "Amount" }, choice]
  return box.call(
    "metadataTemplates.createMetadataTemplate",
    [{ scope: "enterprise", templateKey, displayName, fields }],
    {
      templateKey,
      displayName,
      fields: [{ key: "title" }, { type: "float" }, { options: [{ key: "one" }, { key: "two" }] }]
    }
  )
}

const metadataOf = (kind: "file" | "folder"): Step =>
  step(`${kind}Metadata`, "lives", async (box) => {
    const upper = kind === "file" ? "File" : "Folder"
    const { id } = kind === "file" ? await box.file() : await box.folder()
    const { templateKey } = await newTemplate(box)
    const instance = [id, "enterprise", templateKey]
    const values = { title: "A title", amount: 1.5, choice: "one" }
    await box.call(`${kind}Metadata.create${upper}MetadataById`, [...instance, values], {
      template: templateKey,
      version: 0,
      extraData: values
    })
    await box.refused(`${kind}Metadata.create${upper}MetadataById`, [...instance, values], 409)
    await box.call(`${kind}Metadata.get${upper}Metadata`, [id], { entries: [{ template: templateKey }] })
    await box.call(`${kind}Metadata.get${upper}MetadataById`, instance, { parent: `${kind}_${id}`, extraData: values })
    const changes = [
      { op: "test", path: "/title", value: "A title" },
      { op: "replace", path: "/title", value: "Another" },
      { op: "remove", path: "/amount" }
    ]
    await box.call(`${kind}Metadata.update${upper}MetadataById`, [...instance, changes], {
      version: 1,
      extraData: { title: "Another", amount: nothing }
    })
    await box.call(`${kind}Metadata.delete${upper}MetadataById`, instance, nothing)
    await box.refused(`${kind}Metadata.get${upper}MetadataById`, instance, 404)
  })

const classificationOf = (kind: "File" | "Folder"): Step =>
  step(`${kind.toLowerCase()}Classifications`, "lives", async (box) => {
    const key = await classification(box)
    const other = await classification(box)
    const { id } = kind === "File" ? await box.file() : await box.folder()
    const manager = `${kind.toLowerCase()}Classifications`
    const name = "boxSecurityClassificationKey"
    await box.call(`${manager}.addClassificationTo${kind}`, [id, { requestBody: { [name]: key } }], { [name]: key })
    await box.call(`${manager}.getClassificationOn${kind}`, [id], { [name]: key })
    const change = [{ op: "replace", path: "/Box__Security__Classification__Key", value: other }]
    await box.call(`${manager}.updateClassificationOn${kind}`, [id, change], { [name]: other })
    await box.call(`${manager}.deleteClassificationFrom${kind}`, [id], nothing)
    await box.refused(`${manager}.getClassificationOn${kind}`, [id], 404)
  })

/** Makes the template of classifications if there is none, and a classification; gives its name. */
const classification = async (box: Conversation): Promise<string> => {
  const key = box.name("Secret")
  const data = { key, staticConfig: { classification: { classificationDefinition: "About", colorId: 3 } } }
  const add = () =>
    box.call(
      "classifications.addClassification",
      [[{ op: "addEnumOption", fieldKey: "Box__Security__Classification__Key", data }]],
      {
        fields: [{ options: includes({ key }) }]
      }
    )
  await add().catch(async () => {
    const template = {
      scope: "enterprise",
      templateKey: "securityClassification-6VMVochwUWo",
      displayName: "Classification"
    }
    const field = { type: "enum", key: "Box__Security__Classification__Key", displayName: "Classification" }
    const fields = [{ ...field, hidden: false, options: [{ key: "Public" }] }]
    await box.call("classifications.createClassificationTemplate", [{ ...template, fields }], {
      templateKey: template.templateKey
    })
    await add()
  })
  return key
}

const watermarkOf = (kind: "File" | "Folder"): Step =>
  step(`${kind.toLowerCase()}Watermarks`, "lives", async (box) => {
    const { id } = kind === "File" ? await box.file() : await box.folder()
    const manager = `${kind.toLowerCase()}Watermarks`
    await box.refused(`${manager}.get${kind}Watermark`, [id], 404)
    await box.call(`${manager}.update${kind}Watermark`, [id, { watermark: { imprint: "default" } }], {
      watermark: given
    })
    await box.call(`${manager}.get${kind}Watermark`, [id], { watermark: { createdAt: given } })
    await box.call(`${manager}.delete${kind}Watermark`, [id], nothing)
  })

const metadataSteps: ReadonlyArray<Step> = [
  metadataOf("file"),
  metadataOf("folder"),
  step("metadataTemplates", "lives", async (box) => {
    const template = await newTemplate(box)
    const key = ["enterprise", template.templateKey]
    await box.call("metadataTemplates.getMetadataTemplate", key, { id: template.id })
    await box.call("metadataTemplates.getMetadataTemplateById", [template.id], { templateKey: template.templateKey })
    await box.call("metadataTemplates.getEnterpriseMetadataTemplates", [], { entries: includes({ id: template.id }) })
    await box.call("metadataTemplates.getGlobalMetadataTemplates", [], { entries: given })
    const added = [
      { op: "addField", data: { type: "string", key: "more", displayName: "More" } },
      { op: "editTemplate", data: { displayName: "Renamed" } }
    ]
    await box.call("metadataTemplates.updateMetadataTemplate", [...key, added], {
      displayName: "Renamed",
      fields: includes({ key: "more" })
    })
    const file = await box.file()
    const instance = await box.call("fileMetadata.createFileMetadataById", [file.id, ...key, { title: "A" }], {})
    await box.call("metadataTemplates.getMetadataTemplatesByInstanceId", [{ metadataInstanceId: instance.id }], {
      entries: [{ id: template.id }]
    })
    await box.call("metadataTemplates.deleteMetadataTemplate", key, nothing)
    await box.refused("metadataTemplates.getMetadataTemplate", key, 404)
  }),
  step("classifications", "lives", async (box) => {
    const key = await classification(box)
    await box.call("classifications.getClassificationTemplate", [], { fields: [{ options: includes({ key }) }] })
    const changed = {
      key: `${key}!`,
      staticConfig: { classification: { colorId: 4, classificationDefinition: "More" } }
    }
    const fieldKey = "Box__Security__Classification__Key"
    await box.call(
      "classifications.updateClassification",
      [[{ op: "editEnumOption", fieldKey, enumOptionKey: key, data: changed }]],
      { fields: [{ options: includes({ key: `${key}!`, staticConfig: { classification: { colorId: 4 } } }) }] }
    )
  }),
  classificationOf("File"),
  classificationOf("Folder"),
  step("metadataCascadePolicies", "lives", async (box) => {
    const folder = await box.folder()
    const { templateKey, scope } = await newTemplate(box)
    await box.call(
      "folderMetadata.createFolderMetadataById",
      [folder.id, "enterprise", templateKey, { title: "A" }],
      {}
    )
    const body = { folderId: folder.id, scope: "enterprise", templateKey }
    const policy = await box.call("metadataCascadePolicies.createMetadataCascadePolicy", [body], { templateKey, scope })
    await box.call("metadataCascadePolicies.getMetadataCascadePolicies", [{ folderId: folder.id }], {
      entries: [{ id: policy.id }]
    })
    await box.call("metadataCascadePolicies.getMetadataCascadePolicyById", [policy.id], { parent: { id: folder.id } })
    await box.call(
      "metadataCascadePolicies.applyMetadataCascadePolicy",
      [policy.id, { conflictResolution: "overwrite" }],
      nothing
    )
    await box.call("metadataCascadePolicies.deleteMetadataCascadePolicyById", [policy.id], nothing)
    await box.refused("metadataCascadePolicies.getMetadataCascadePolicyById", [policy.id], 404)
  }),
  step("search", "finds files by their metadata and content", async (box) => {
    const folder = await box.folder()
    const file = await box.file("text", folder.id, `${box.name("findable")}.txt`)
    const { templateKey, scope } = await newTemplate(box)
    await box.call(
      "fileMetadata.createFileMetadataById",
      [file.id, "enterprise", templateKey, { title: "A", amount: 5 }],
      {}
    )
    const query = {
      from: `${scope}.${templateKey}`,
      query: "amount > :least",
      queryParams: { least: 3 },
      ancestorFolderId: folder.id,
      fields: ["name", `metadata.${scope}.${templateKey}.amount`],
      orderBy: [{ fieldKey: "amount", direction: "asc" }]
    }
    await box.call("search.searchByMetadataQuery", [query], { entries: [{ id: file.id, name: file.name }] })
    await box.call("search.searchForContent", [{ query: file.name, ancestorFolderIds: [folder.id], type: "file" }], {
      totalCount: 1,
      entries: [{ id: file.id }]
    })
    await box.call(
      "search.searchForContent",
      [{ query: "findable", ancestorFolderIds: [folder.id], includeRecentSharedLinks: true }],
      {
        type: "search_results_with_shared_links",
        entries: [{ item: { id: file.id } }]
      }
    )
    const filter = { scope: "enterprise", templateKey, filters: { amount: { gt: 4, lt: 6 } } }
    await box.call("search.searchForContent", [{ mdfilters: [filter] }], { entries: [{ id: file.id }] })
  }),
  step("metadataTaxonomies", "lives", async (box) => {
    const namespace = `enterprise_${box.emulator.credentials.enterpriseId}`
    const key = box.name("taxonomy").replace(" ", "")
    const at = [namespace, key]
    await box.call("metadataTaxonomies.createMetadataTaxonomy", [{ key, displayName: "Places", namespace }], { key })
    await box.call("metadataTaxonomies.getMetadataTaxonomies", [namespace], { entries: includes({ key }) })
    await box.call("metadataTaxonomies.getMetadataTaxonomyByKey", at, { displayName: "Places" })
    await box.call("metadataTaxonomies.updateMetadataTaxonomy", [...at, { displayName: "All places" }], {
      displayName: "All places"
    })
    await box.call(
      "metadataTaxonomies.createMetadataTaxonomyLevel",
      [...at, [{ displayName: "Country", description: "A country" }]],
      {
        entries: [{ displayName: "Country", level: 1 }]
      }
    )
    await box.call("metadataTaxonomies.addMetadataTaxonomyLevel", [...at, { displayName: "Town" }], {
      entries: [{}, { displayName: "Town" }]
    })
    await box.call("metadataTaxonomies.addMetadataTaxonomyLevel", [...at, { displayName: "Street" }], {
      entries: [{}, {}, {}]
    })
    await box.call("metadataTaxonomies.deleteMetadataTaxonomyLevel", at, { entries: [{}, {}] })
    await box.call("metadataTaxonomies.updateMetadataTaxonomyLevelById", [...at, 1, { displayName: "State" }], {
      displayName: "State"
    })
    const node = await box.call(
      "metadataTaxonomies.createMetadataTaxonomyNode",
      [...at, { displayName: "France", level: 1 }],
      { level: 1 }
    )
    const inner = await box.call(
      "metadataTaxonomies.createMetadataTaxonomyNode",
      [...at, { displayName: "Paris", level: 2, parentId: node.id }],
      { parentId: node.id }
    )
    await box.call("metadataTaxonomies.getMetadataTaxonomyNodes", at, { entries: [{}, {}] })
    const below = { queryParams: { level: [2], parent: [node.id] } }
    await box.call("metadataTaxonomies.getMetadataTaxonomyNodes", [...at, below], { entries: [{ id: inner.id }] })
    await box.call("metadataTaxonomies.getMetadataTaxonomyNodeById", [...at, inner.id], { displayName: "Paris" })
    const renamed = { requestBody: { displayName: "Lyon" } }
    await box.call("metadataTaxonomies.updateMetadataTaxonomyNode", [...at, inner.id, renamed], { displayName: "Lyon" })
    const templateKey = `${key}template`
    const field = {
      type: "taxonomy",
      key: "place",
      displayName: "Place",
      taxonomyKey: key,
      namespace,
      optionsRules: { multiSelect: true, selectableLevels: [2] }
    }
    const template = { scope: "enterprise", templateKey, displayName: templateKey, fields: [field] }
    await box.call("metadataTemplates.createMetadataTemplate", [template], { fields: [{ taxonomyKey: key }] })
    await box.call("metadataTaxonomies.getMetadataTemplateFieldOptions", [namespace, templateKey, "place"], {
      entries: includes({ displayName: "Lyon" })
    })
    await box.call("metadataTemplates.deleteMetadataTemplate", ["enterprise", templateKey], nothing)
    await box.call("metadataTaxonomies.deleteMetadataTaxonomyNode", [...at, inner.id], nothing)
    await box.call("metadataTaxonomies.deleteMetadataTaxonomy", at, nothing)
    await box.refused("metadataTaxonomies.getMetadataTaxonomyByKey", at, 404)
  })
]

const card = {
  type: "skill_card",
  skillCardType: "keyword",
  skillCardTitle: { code: "words", message: "Words" },
  skill: { type: "service", id: "words" },
  invocation: { type: "skill_invocation", id: "1" },
  entries: [{ text: "keyword" }]
}

const attachedSteps: ReadonlyArray<Step> = [
  watermarkOf("File"),
  watermarkOf("Folder"),
  step("folderLocks", "lives", async (box) => {
    const folder = await box.folder()
    const body = { folder: { type: "folder", id: folder.id }, lockedOperations: { move: true, delete: true } }
    const lock = await box.call("folderLocks.createFolderLock", [body], {
      folder: { id: folder.id },
      lockedOperations: { move: true }
    })
    await box.call("folderLocks.getFolderLocks", [{ folderId: folder.id }], { entries: [{ id: lock.id }] })
    await box.refused("folders.deleteFolderById", [folder.id], 403)
    await box.call("folderLocks.deleteFolderLockById", [lock.id], nothing)
    await box.call("folders.deleteFolderById", [folder.id], nothing)
  }),
  step("fileRequests", "lives", async (box) => {
    const [of, to] = [await box.folder(), await box.folder()]
    await box.call("fileRequests.getFileRequestById", [of.id], { folder: { id: of.id } })
    const body = { folder: { type: "folder", id: to.id }, title: "Please", isEmailRequired: true }
    const copy = await box.call("fileRequests.createFileRequestCopy", [of.id, body], {
      title: "Please",
      folder: { id: to.id }
    })
    await box.call("fileRequests.updateFileRequestById", [copy.id, { status: "inactive" }], { status: "inactive" })
    await box.call("fileRequests.deleteFileRequestById", [copy.id], nothing)
    await box.refused("fileRequests.getFileRequestById", [copy.id], 404)
  }),
  step("skills", "lives", async (box) => {
    const file = await box.file()
    await box.call("skills.createBoxSkillCardsOnFile", [file.id, { cards: [card] }], {
      cards: [{ skillCardType: "keyword" }]
    })
    await box.call("skills.getBoxSkillCardsOnFile", [file.id], { cards: [{ entries: [{ text: "keyword" }] }] })
    const other = { ...card, entries: [{ text: "other" }] }
    await box.call("skills.updateBoxSkillCardsOnFile", [file.id, [{ op: "replace", path: "/cards/0", value: other }]], {
      cards: [{ entries: [{ text: "other" }] }]
    })
    const all = {
      status: "success",
      metadata: { cards: [card] },
      file: { type: "file", id: file.id },
      usage: { unit: "file", value: 1 }
    }
    await box.call("skills.updateAllSkillCardsOnFile", ["words", all], nothing)
    await box.call("skills.deleteBoxSkillCardsFromFile", [file.id], nothing)
    await box.refused("skills.getBoxSkillCardsOnFile", [file.id], 404)
  }),
  step("webhooks", "lives", async (box) => {
    const folder = await box.folder()
    const body = {
      target: { id: folder.id, type: "folder" },
      address: "https://example.com/hook",
      triggers: ["FILE.UPLOADED"]
    }
    const webhook = await box.call("webhooks.createWebhook", [body], { type: "webhook", target: { id: folder.id } })
    await box.refused("webhooks.createWebhook", [body], 409)
    await box.call("webhooks.getWebhooks", [], { entries: includes({ id: webhook.id }) })
    await box.call("webhooks.getWebhookById", [webhook.id], { address: body.address, triggers: body.triggers })
    const change = { requestBody: { address: "https://example.com/other" } }
    await box.call("webhooks.updateWebhookById", [webhook.id, change], { address: "https://example.com/other" })
    await box.call("webhooks.deleteWebhookById", [webhook.id], nothing)
    await box.refused("webhooks.getWebhookById", [webhook.id], 404)
  }),
  step("appItemAssociations", "lists items of applications", async (box) => {
    const [file, folder] = [await box.file(), await box.folder()]
    await box.prepare("app_item_associations", { item: { type: "file", id: file.id }, application_type: "hubs" })
    await box.prepare("app_item_associations", { item: { type: "folder", id: folder.id }, application_type: "hubs" })
    const list = await box.call("appItemAssociations.getFileAppItemAssociations", [file.id], {
      entries: [{ item: { id: file.id } }]
    })
    box.check("application", first(list).appItem, { applicationType: "hubs" })
    await box.call(
      "appItemAssociations.getFolderAppItemAssociations",
      [folder.id, { queryParams: { applicationType: "hubs" } }],
      {
        entries: [{ item: { id: folder.id } }]
      }
    )
  })
]

export const markSteps: ReadonlyArray<Step> = [...metadataSteps, ...attachedSteps]
