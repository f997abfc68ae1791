/** Documents and what works on them: Box AI, hubs, Doc Gen, signatures, notes, workflows and integrations. */
import { first, given, includes, lacks, nothing, type Step, step } from "./Conversation.ts"

const aiSteps: ReadonlyArray<Step> = [
  step("ai", "answers", async (box) => {
    const file = await box.file("The text")
    const items = [{ id: file.id, type: "file" }]
    const question = { mode: "single_item_qa", prompt: "What is it?", items, includeCitations: true }
    await box.call("ai.createAiAsk", [question], { answer: given, completionReason: "done" })
    const history = [{ prompt: "Hello", answer: "Hi", createdAt: undefined }]
    await box.call("ai.createAiTextGen", [{ prompt: "Write", items, dialogueHistory: history }], { answer: given })
    await box.call("ai.createAiExtract", [{ prompt: "title", items }], { answer: given })
    const fields = [{ key: "title", type: "string", displayName: "Title", prompt: "The title" }]
    await box.call("ai.createAiExtractStructured", [{ items, fields, includeConfidenceScore: true }], { answer: given })
    for (const mode of ["ask", "text_gen", "extract", "extract_structured"]) {
      await box.call("ai.getAiAgentDefaultConfig", [{ mode, language: "en" }], { type: given })
    }
    await box.prepare("ai_answers", { answer: "A prepared answer", prompt: "prepared" })
    await box.call("ai.createAiAsk", [{ ...question, prompt: "prepared?" }], { answer: "A prepared answer" })
  }),
  step("aiStudio", "lives", async (box) => {
    const ask = { type: "ai_agent_ask", accessState: "enabled", description: "Asks" }
    const body = { type: "ai_agent", name: box.name("agent"), accessState: "enabled", ask }
    const agent = await box.call("aiStudio.createAiAgent", [body], { name: body.name, accessState: "enabled" })
    await box.call("aiStudio.getAiAgents", [{ includeBoxDefault: false }], { entries: includes({ id: agent.id }) })
    const fields = { queryParams: { fields: ["ask"] } }
    await box.call("aiStudio.getAiAgentById", [agent.id, fields], { ask: { description: "Asks" } })
    await box.call("aiStudio.updateAiAgentById", [agent.id, { ...body, accessState: "disabled" }], {
      accessState: "disabled"
    })
    await box.call("aiStudio.deleteAiAgentById", [agent.id], nothing)
    await box.refused("aiStudio.getAiAgentById", [agent.id], 404)
  })
]

const hubSteps: ReadonlyArray<Step> = [
  step("hubs", "lives", async (box) => {
    const body = { title: box.name("hub"), description: "about" }
    const hub = await box.call("hubs.createHubV2025R0", [body], { title: body.title, type: "hubs" })
    await box.call("hubs.getHubsV2025R0", [{ query: body.title, sort: "name", direction: "ASC" }], {
      entries: [{ id: hub.id }]
    })
    await box.call("hubs.getEnterpriseHubsV2025R0", [{ limit: 100 }], { entries: includes({ id: hub.id }) })
    await box.call("hubs.getHubByIdV2025R0", [hub.id], { description: "about" })
    const title = box.name("renamed")
    await box.call("hubs.updateHubByIdV2025R0", [hub.id, { title, isAiEnabled: false }], { title, isAiEnabled: false })
    const copy = await box.call("hubs.copyHubV2025R0", [hub.id, { title: box.name("copy") }], { type: "hubs" })
    await box.call("hubs.deleteHubByIdV2025R0", [copy.id], nothing)
    await box.refused("hubs.getHubByIdV2025R0", [copy.id], 404)
  }),
  step("hubCollaborations", "lives", async (box) => {
    const hub = await box.call("hubs.createHubV2025R0", [{ title: box.name("hub") }], {})
    const user = await box.user()
    const body = { hub: { type: "hubs", id: hub.id }, accessibleBy: { type: "user", id: user.id }, role: "viewer" }
    const made = await box.call("hubCollaborations.createHubCollaborationV2025R0", [body], {
      role: "viewer",
      accessibleBy: { id: user.id }
    })
    await box.call("hubCollaborations.getHubCollaborationsV2025R0", [{ hubId: hub.id }], {
      entries: includes({ id: made.id })
    })
    await box.call("hubCollaborations.getHubCollaborationByIdV2025R0", [made.id], { hub: { id: hub.id } })
    await box.call("hubCollaborations.updateHubCollaborationByIdV2025R0", [made.id, { role: "editor" }], {
      role: "editor"
    })
    await box.call("hubCollaborations.deleteHubCollaborationByIdV2025R0", [made.id], nothing)
    await box.refused("hubCollaborations.getHubCollaborationByIdV2025R0", [made.id], 404)
  }),
  step("hubItems", "lists items", async (box) => {
    const hub = await box.call("hubs.createHubV2025R0", [{ title: box.name("hub") }], {})
    const item = { type: "folder", id: (await box.folder()).id }
    await box.call("hubItems.manageHubItemsV2025R0", [hub.id, { operations: [{ action: "add", item }] }], {
      operations: [{ action: "add", status: 200, item }]
    })
    await box.call("hubItems.getHubItemsV2025R0", [{ hubId: hub.id }], { entries: [item] })
    const pages = await box.call("hubDocument.getHubDocumentPagesV2025R0", [{ hubId: hub.id }], { entries: [{}] })
    await box.call("hubDocument.getHubDocumentBlocksV2025R0", [{ hubId: hub.id, pageId: first(pages).id }], {
      entries: given
    })
    await box.call("hubItems.manageHubItemsV2025R0", [hub.id, { operations: [{ action: "remove", item }] }], {})
    await box.call("hubItems.getHubItemsV2025R0", [{ hubId: hub.id }], { entries: [] })
  })
]

const paperSteps: ReadonlyArray<Step> = [
  step("docgen", "fills a template", async (box) => {
    const file = await box.file("Dear {{name}}", "0", `${box.name("letter")}.txt`)
    const reference = { type: "file", id: file.id }
    await box.call("docgenTemplate.createDocgenTemplateV2025R0", [{ file: reference }], { file: { id: file.id } })
    await box.call("docgenTemplate.getDocgenTemplatesV2025R0", [], { entries: includes({ file: { id: file.id } }) })
    await box.call("docgenTemplate.getDocgenTemplateByIdV2025R0", [file.id], { file: { id: file.id } })
    await box.call("docgenTemplate.getDocgenTemplateTagsV2025R0", [file.id], {
      entries: includes({ tagContent: "{{name}}" })
    })
    const folder = await box.folder()
    const batch = await box.call(
      "docgen.createDocgenBatchV2025R0",
      [
        {
          file: reference,
          inputSource: "api",
          destinationFolder: { type: "folder", id: folder.id },
          outputType: "docx",
          documentGenerationData: [{ generatedFileName: "To Ada", userInput: { name: "Ada" } }]
        }
      ],
      { type: "docgen_batch" }
    )
    const jobs = await box.call("docgen.getDocgenBatchJobByIdV2025R0", [batch.id], {
      entries: [{ batch: { id: batch.id } }]
    })
    await box.call("docgen.getDocgenJobByIdV2025R0", [first(jobs).id], {
      status: "completed",
      outputFile: { id: given }
    })
    await box.call("docgen.getDocgenJobsV2025R0", [{ limit: 100 }], { entries: includes({ id: first(jobs).id }) })
    await box.call("docgenTemplate.getDocgenTemplateJobByIdV2025R0", [file.id], { entries: [{ id: first(jobs).id }] })
    await box.call("folders.getFolderItems", [folder.id], { totalCount: 1 })
    await box.call("docgenTemplate.deleteDocgenTemplateByIdV2025R0", [file.id], nothing)
    await box.refused("docgenTemplate.getDocgenTemplateByIdV2025R0", [file.id], 404)
  }),
  step("signRequests", "lives", async (box) => {
    const [file, folder] = [await box.file("text", "0", `${box.name("contract")}.pdf`), await box.folder()]
    const signers = [{ email: "signer@example.org", role: "signer", isInPerson: false, order: 1 }]
    const body = {
      signers,
      sourceFiles: [{ id: file.id, type: "file" }],
      parentFolder: { id: folder.id, type: "folder" },
      areRemindersEnabled: true,
      name: "Contract",
      prefillTags: [{ documentTagId: "1234", textValue: "text" }]
    }
    const request = await box.call("signRequests.createSignRequest", [body], {
      type: "sign-request",
      signers: includes({ email: "signer@example.org" }),
      parentFolder: { id: folder.id }
    })
    await box.call("signRequests.getSignRequests", [{ limit: 100 }], { entries: includes({ id: request.id }) })
    await box.prepare("clock", { advance: "2 seconds" }) // so long the document is converted
    await box.call("signRequests.getSignRequestById", [request.id], { status: "sent", signFiles: { files: [{}] } })
    await box.refused("signRequests.resendSignRequest", [request.id], 400) // within 10 minutes
    await box.prepare("clock", { advance: "10 minutes" })
    await box.call("signRequests.resendSignRequest", [request.id], nothing)
    await box.call("signRequests.cancelSignRequest", [request.id, { requestBody: { reason: "No longer" } }], {
      status: "cancelled"
    })
    await box.refused("signRequests.getSignRequestById", ["no-such-request"], 404)
  }),
  step("signRequests", "is signed", async (box) => {
    const [file, folder] = [await box.file("text", "0", `${box.name("contract")}.pdf`), await box.folder()]
    const sourceFiles = [{ id: file.id, type: "file" }]
    const body = {
      signers: [{ email: "signer@example.org" }],
      sourceFiles,
      parentFolder: { id: folder.id, type: "folder" },
      isDocumentPreparationNeeded: true
    }
    const request = await box.call("signRequests.createSignRequest", [body], {
      status: "converting",
      prepareUrl: given
    })
    await box.prepare("clock", { advance: "2 seconds" })
    await box.prepare(`sign_requests/${request.id}/prepare`, {})
    await box.prepare(`sign_requests/${request.id}/sign`, { email: "signer@example.org" })
    await box.call("signRequests.getSignRequestById", [request.id], {
      status: "signed",
      signers: includes({ signerDecision: { type: "signed" } })
    })
  }),
  step("signTemplates", "is shown", async (box) => {
    const [file, folder] = [await box.file("text", "0", `${box.name("template")}.pdf`), await box.folder()]
    const made = await box.prepare("sign_templates", {
      name: "Contract",
      source_files: [{ type: "file", id: file.id }],
      parent_folder: { type: "folder", id: folder.id },
      signers: [{ email: "signer@example.org" }]
    })
    await box.call("signTemplates.getSignTemplates", [{ limit: 10 }], { entries: includes({ id: made.id }) })
    await box.call("signTemplates.getSignTemplateById", [made.id], { name: "Contract", sourceFiles: [{ id: file.id }] })
  }),
  step("notes", "converts Markdown", async (box) => {
    const parent = { type: "folder", id: (await box.folder()).id }
    const body = { content: "# Title", contentFormat: "markdown", parent, name: box.name("note") }
    await box.call("notes.createNoteConvertV2026R0", [body], { id: given })
  })
]

const automationSteps: ReadonlyArray<Step> = [
  step("workflows", "starts", async (box) => {
    const [folder, file] = [await box.folder(), await box.file()]
    const made = await box.prepare("workflows", { folder: { id: folder.id }, name: "Workflow", is_enabled: true })
    const list = await box.call("workflows.getWorkflows", [{ folderId: folder.id }], {
      entries: [{ id: made.id, isEnabled: true }]
    })
    const [flow] = Object(first(list).flows)
    const body = {
      type: "workflow_parameters",
      flow: { type: "flow", id: flow.id },
      files: [{ type: "file", id: file.id }],
      folder: { type: "folder", id: folder.id }
    }
    await box.call("workflows.startWorkflow", [made.id, body], nothing)
  }),
  step("automateWorkflows", "starts", async (box) => {
    const [folder, file] = [await box.folder(), await box.file()]
    await box.prepare("automate_workflows", { folder: { id: folder.id }, name: "Action" })
    const list = await box.call("automateWorkflows.getAutomateWorkflowsV2026R0", [{ folderId: folder.id }], {
      entries: [{}]
    })
    const action = first(list)
    const body = { workflowActionId: action.id, fileIds: [file.id] }
    const workflow = Object(action.workflow)
    await box.call("automateWorkflows.createAutomateWorkflowStartV2026R0", [workflow.id, body], nothing)
  }),
  step("integrationMappings", "connects Slack", async (box) => {
    const folder = await box.folder()
    const body = {
      boxItem: { id: folder.id, type: "folder" },
      partnerItem: { id: "C0123456789", slackOrgId: "E0123456789", type: "channel" }
    }
    const made = await box.call("integrationMappings.createSlackIntegrationMapping", [body], {
      boxItem: { id: folder.id }
    })
    const again = [{ ...body, boxItem: { id: (await box.folder()).id, type: "folder" } }]
    await box.refused("integrationMappings.createSlackIntegrationMapping", again, 400, "CHANNEL_ALREADY_MAPPED")
    await box.call("integrationMappings.getSlackIntegrationMapping", [{ boxItemId: folder.id }], {
      entries: [{ id: made.id }]
    })
    const other = await box.folder()
    const change = { requestBody: { boxItem: { id: other.id, type: "folder" } } }
    await box.call("integrationMappings.updateSlackIntegrationMappingById", [made.id, change], {
      boxItem: { id: other.id }
    })
    await box.call("integrationMappings.deleteSlackIntegrationMappingById", [made.id], nothing)
    await box.call("integrationMappings.getSlackIntegrationMapping", [], { entries: lacks({ id: made.id }) })
  }),
  step("integrationMappings", "connects Teams", async (box) => {
    const folder = await box.folder()
    const body = {
      boxItem: { id: folder.id, type: "folder" },
      partnerItem: { id: "19:channel@thread.tacv2", type: "channel", tenantId: "tenant", teamId: "team" }
    }
    const made = await box.call("integrationMappings.createTeamsIntegrationMapping", [body], {
      boxItem: { id: folder.id }
    })
    await box.call("integrationMappings.getTeamsIntegrationMapping", [], { entries: includes({ id: made.id }) })
    const other = await box.folder()
    const change = { requestBody: { boxItem: { id: other.id, type: "folder" } } }
    await box.call("integrationMappings.updateTeamsIntegrationMappingById", [made.id, change], {
      boxItem: { id: other.id }
    })
    await box.call("integrationMappings.deleteTeamsIntegrationMappingById", [made.id], nothing)
  })
]

export const documentSteps: ReadonlyArray<Step> = [...aiSteps, ...hubSteps, ...paperSteps, ...automationSteps]
