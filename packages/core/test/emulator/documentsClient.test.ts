/** Every operation of these resources once, through our own client, which decodes the answers strictly. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as Box from "../../src/index.ts"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import type { Json } from "./wire.ts"

const modules = [
  ...["Webhooks", "Skills", "Workflows", "AutomateWorkflows", "IntegrationMappings", "AppItemAssociations"],
  ...["ExternalUsers", "SignRequests", "SignTemplates", "Docgen", "DocgenTemplate", "Hubs", "HubItems"],
  ...["HubCollaborations", "HubDocument", "Ai", "AiStudio", "Notes"],
  ...["Barriers", "BarrierReports", "BarrierSegments", "BarrierSegmentMembers", "BarrierSegmentRestrictions"].map(
    (name) => `ShieldInformation${name}`
  ),
  "ShieldLists"
]

const prepare = (path: string, json: Json) =>
  Effect.flatMap(BoxEmulator.BoxEmulator, (emulator): Effect.Effect<Json, Error> => emulator.prepare(path, json))

const makeFolder = (name: string) => Box.Folders.createFolder({ name, parent: { id: "0" } })

const makeFile = (name: string, content: string, folder_id: string) =>
  Effect.map(
    Box.FileUpload.upload(new TextEncoder().encode(content), { name, folder_id }),
    ({ id }) => ({ type: "file", id }) as const
  )

const automation = Effect.gen(function* () {
  const parent = yield* makeFolder("automation")
  const folder = { type: "folder", id: parent.id } as const
  const file = yield* makeFile("f", "x", parent.id)
  const hook = yield* Box.Webhooks.createWebhook({
    target: folder,
    address: "https://example.com",
    triggers: ["FILE.UPLOADED"]
  })
  const webhook_id = hook.id ?? ""
  yield* Box.Webhooks.getWebhooks()
  yield* Box.Webhooks.getWebhookById({ webhook_id })
  yield* Box.Webhooks.updateWebhookById({ webhook_id, triggers: ["FILE.COPIED"] })
  yield* Box.Webhooks.deleteWebhookById({ webhook_id })

  const card = {
    type: "skill_card",
    skill_card_type: "keyword",
    skill: { type: "service", id: "s" },
    invocation: { type: "skill_invocation", id: "i" },
    entries: [{ text: "word" }]
  } as const
  const cards = { file_id: file.id, cards: [card] }
  yield* Box.Skills.createBoxSkillCardsOnFile(cards)
  yield* Box.Skills.getBoxSkillCardsOnFile({ file_id: file.id })
  yield* Box.Skills.updateBoxSkillCardsOnFile({
    file_id: file.id,
    body: [{ op: "replace", path: "/cards/0", value: card }]
  })
  yield* Box.Skills.deleteBoxSkillCardsFromFile({ file_id: file.id })
  yield* Box.Skills.updateAllSkillCardsOnFile({ skill_id: "s", status: "success", metadata: { cards: [card] }, file })

  const workflow = yield* prepare("workflows", { folder, name: "w" })
  yield* Box.Workflows.getWorkflows({ folder_id: folder.id })
  const flow = { type: "flow", id: workflow.flows[0].id }
  yield* Box.Workflows.startWorkflow({ workflow_id: workflow.id, flow, files: [file], folder })
  const action = yield* prepare("automate_workflows", { folder, name: "a" })
  yield* Box.AutomateWorkflows.getAutomateWorkflowsV2026R0({ folder_id: folder.id })
  yield* Box.AutomateWorkflows.createAutomateWorkflowStartV2026R0({
    workflow_id: action.workflow.id,
    workflow_action_id: action.id,
    file_ids: [file.id]
  })

  const slack = yield* Box.IntegrationMappings.createSlackIntegrationMapping({
    partner_item: { type: "channel", id: "C", slack_workspace_id: "T" },
    box_item: folder
  })
  yield* Box.IntegrationMappings.getSlackIntegrationMapping()
  yield* Box.IntegrationMappings.updateSlackIntegrationMappingById({ integration_mapping_id: slack.id })
  yield* Box.IntegrationMappings.deleteSlackIntegrationMappingById({ integration_mapping_id: slack.id })
  const teams = yield* Box.IntegrationMappings.createTeamsIntegrationMapping({
    partner_item: { type: "team", id: "t", tenant_id: "e", team_id: "t" },
    box_item: folder
  })
  yield* Box.IntegrationMappings.getTeamsIntegrationMapping()
  yield* Box.IntegrationMappings.updateTeamsIntegrationMappingById({ integration_mapping_id: teams.id })
  yield* Box.IntegrationMappings.deleteTeamsIntegrationMappingById({ integration_mapping_id: teams.id })

  yield* prepare("app_item_associations", { item: file, application_type: "hubs" })
  yield* prepare("app_item_associations", { item: folder, application_type: "hubs" })
  yield* Box.AppItemAssociations.getFileAppItemAssociations({ file_id: file.id })
  yield* Box.AppItemAssociations.getFolderAppItemAssociations({ folder_id: folder.id })
  const external = yield* prepare("external_users", { login: "eve@elsewhere.test" })
  yield* Box.ExternalUsers.submitJobToDeleteExternalUsersV2025R0({
    external_users: [{ type: "user", id: external.id }]
  })
})

const documents = Effect.gen(function* () {
  const parent = yield* makeFolder("documents")
  const folder = { type: "folder", id: parent.id } as const
  const file = yield* makeFile("f.docx", "Dear {{name}}", parent.id)

  const request = yield* Box.SignRequests.createSignRequest({
    source_files: [file],
    parent_folder: folder,
    signers: [{ email: "ishmael@example.test" }]
  })
  const sign_request_id = request.id ?? ""
  yield* TestClock.adjust("10 minutes")
  yield* prepare(`sign_requests/${sign_request_id}/view`, { email: "ishmael@example.test" })
  yield* Box.SignRequests.getSignRequests()
  yield* Box.SignRequests.resendSignRequest({ sign_request_id })
  yield* Box.SignRequests.cancelSignRequest({ sign_request_id })
  const signed = yield* Box.SignRequests.createSignRequest({ source_files: [file], signers: [{ email: "a@b.test" }] })
  yield* TestClock.adjust("1 second")
  yield* prepare(`sign_requests/${signed.id}/sign`, { email: "a@b.test" })
  yield* Box.SignRequests.getSignRequestById({ sign_request_id: signed.id ?? "" })
  const template = { name: "t", source_files: [file], parent_folder: folder, signers: [{ email: "a@b.test" }] }
  const { id: template_id } = yield* prepare("sign_templates", template)
  yield* Box.SignTemplates.getSignTemplates()
  yield* Box.SignTemplates.getSignTemplateById({ template_id })

  const docgen = { template_id: file.id }
  yield* Box.DocgenTemplate.createDocgenTemplateV2025R0({ file })
  yield* Box.DocgenTemplate.getDocgenTemplatesV2025R0()
  yield* Box.DocgenTemplate.getDocgenTemplateByIdV2025R0(docgen)
  yield* Box.DocgenTemplate.getDocgenTemplateTagsV2025R0(docgen)
  const batch = yield* Box.Docgen.createDocgenBatchV2025R0({
    file,
    input_source: "api",
    destination_folder: folder,
    output_type: "docx",
    document_generation_data: [{ generated_file_name: "letter", user_input: { name: "Ada" } }]
  })
  const [job] = (yield* Box.Docgen.getDocgenBatchJobByIdV2025R0({ batch_id: batch.id })).entries ?? []
  yield* Box.Docgen.getDocgenJobByIdV2025R0({ job_id: job?.id ?? "" })
  yield* Box.Docgen.getDocgenJobsV2025R0()
  yield* Box.DocgenTemplate.getDocgenTemplateJobByIdV2025R0(docgen)
  yield* Box.DocgenTemplate.deleteDocgenTemplateByIdV2025R0(docgen)
  yield* Box.Notes.createNoteConvertV2026R0({ content: "# x", content_format: "markdown", name: "n", parent: folder })
  return file
})

const hubs = (item: { readonly type: "file"; readonly id: string }) =>
  Effect.gen(function* () {
    const { managedUserId } = (yield* BoxEmulator.BoxEmulator).credentials
    const { id: hub_id } = yield* Box.Hubs.createHubV2025R0({ title: "h" })
    yield* Box.Hubs.getHubsV2025R0()
    yield* Box.Hubs.getEnterpriseHubsV2025R0()
    yield* Box.Hubs.getHubByIdV2025R0({ hub_id })
    yield* Box.Hubs.updateHubByIdV2025R0({ hub_id, description: "d" })
    yield* Box.HubItems.manageHubItemsV2025R0({ hub_id, operations: [{ action: "add", item }] })
    yield* Box.HubItems.getHubItemsV2025R0({ hub_id })
    const [page] = (yield* Box.HubDocument.getHubDocumentPagesV2025R0({ hub_id })).entries ?? []
    yield* Box.HubDocument.getHubDocumentBlocksV2025R0({ hub_id, page_id: page?.id ?? "" })
    const collaboration = yield* Box.HubCollaborations.createHubCollaborationV2025R0({
      hub: { type: "hubs", id: hub_id },
      accessible_by: { type: "user", id: managedUserId },
      role: "viewer"
    })
    const { id: hub_collaboration_id } = collaboration
    yield* Box.HubCollaborations.getHubCollaborationsV2025R0({ hub_id })
    yield* Box.HubCollaborations.getHubCollaborationByIdV2025R0({ hub_collaboration_id })
    yield* Box.HubCollaborations.updateHubCollaborationByIdV2025R0({ hub_collaboration_id, role: "editor" })
    yield* Box.HubCollaborations.deleteHubCollaborationByIdV2025R0({ hub_collaboration_id })
    const copy = yield* Box.Hubs.copyHubV2025R0({ hub_id })
    yield* Box.Hubs.deleteHubByIdV2025R0({ hub_id: copy.id })
  })

const ai = (item: { readonly type: "file"; readonly id: string }) =>
  Effect.gen(function* () {
    const question = { prompt: "What?", items: [item] }
    yield* Box.Ai.createAiAsk({ ...question, mode: "single_item_qa", include_citations: true })
    yield* Box.Ai.createAiTextGen(question)
    yield* Box.Ai.createAiExtract(question)
    yield* Box.Ai.createAiExtractStructured({ items: [item], fields: [{ key: "name", type: "string" }] })
    for (const mode of ["ask", "text_gen", "extract", "extract_structured"] as const) {
      yield* Box.Ai.getAiAgentDefaultConfig({ mode })
    }
    const agent = {
      type: "ai_agent",
      name: "Ishmael",
      access_state: "enabled",
      ask: { type: "ai_agent_ask", access_state: "enabled", description: "Answers" }
    } as const
    const { id: agent_id } = yield* Box.AiStudio.createAiAgent(agent)
    yield* Box.AiStudio.getAiAgents({ include_box_default: true })
    yield* Box.AiStudio.getAiAgentById({ agent_id })
    yield* Box.AiStudio.updateAiAgentById({ ...agent, agent_id, name: "Ahab" })
    yield* Box.AiStudio.deleteAiAgentById({ agent_id })
  })

const shield = Effect.gen(function* () {
  const { enterpriseId, managedUserId } = (yield* BoxEmulator.BoxEmulator).credentials
  const { ShieldInformationBarriers: Barriers, ShieldInformationBarrierSegments: Segments } = Box
  const { id: barrierId = "" } = yield* Barriers.createShieldInformationBarrier({
    enterprise: { type: "enterprise", id: enterpriseId }
  })
  const shield_information_barrier = { type: "shield_information_barrier", id: barrierId } as const
  const of = { shield_information_barrier_id: barrierId }
  yield* Barriers.getShieldInformationBarriers()
  yield* Barriers.getShieldInformationBarrierById(of)
  yield* Barriers.updateShieldInformationBarrierStatus({ id: barrierId, status: "pending" })

  const make = (name: string) =>
    Effect.map(
      Segments.createShieldInformationBarrierSegment({ name, shield_information_barrier }),
      ({ id = "" }) => ({ type: "shield_information_barrier_segment", id }) as const
    )
  const segment = yield* make("one")
  const other = yield* make("other")
  const within = { shield_information_barrier_segment_id: segment.id }
  yield* Segments.getShieldInformationBarrierSegments(of)
  yield* Segments.getShieldInformationBarrierSegmentById(within)
  yield* Segments.updateShieldInformationBarrierSegmentById({ ...within, name: "first" })

  const { ShieldInformationBarrierSegmentMembers: Members } = Box
  const member = yield* Members.createShieldInformationBarrierSegmentMember({
    shield_information_barrier_segment: segment,
    user: { type: "user", id: managedUserId }
  })
  const one = { shield_information_barrier_segment_member_id: member.id ?? "" }
  yield* Members.getShieldInformationBarrierSegmentMembers(within)
  yield* Members.getShieldInformationBarrierSegmentMemberById(one)
  yield* Members.deleteShieldInformationBarrierSegmentMemberById(one)

  const { ShieldInformationBarrierSegmentRestrictions: Restrictions } = Box
  const made = yield* Restrictions.createShieldInformationBarrierSegmentRestriction({
    type: "shield_information_barrier_segment_restriction",
    shield_information_barrier_segment: segment,
    restricted_segment: other
  })
  const restriction = { shield_information_barrier_segment_restriction_id: made.id ?? "" }
  yield* Restrictions.getShieldInformationBarrierSegmentRestrictions(within)
  yield* Restrictions.getShieldInformationBarrierSegmentRestrictionById(restriction)
  yield* Restrictions.deleteShieldInformationBarrierSegmentRestrictionById(restriction)
  yield* Segments.deleteShieldInformationBarrierSegmentById(within)

  const { ShieldInformationBarrierReports: Reports } = Box
  const report = yield* Reports.createShieldInformationBarrierReport({ shield_information_barrier })
  yield* TestClock.adjust("1 minute")
  yield* Reports.getShieldInformationBarrierReports(of)
  yield* Reports.getShieldInformationBarrierReportById({ shield_information_barrier_report_id: report.id ?? "" })
  yield* Barriers.getShieldInformationBarrierById(of)

  const content = { type: "domain", domains: ["a.example"] } as const
  const list = yield* Box.ShieldLists.createShieldListV2025R0({ name: "l", content })
  const shield_list_id = list.id
  yield* Box.ShieldLists.getShieldListsV2025R0()
  yield* Box.ShieldLists.getShieldListByIdV2025R0({ shield_list_id })
  yield* Box.ShieldLists.updateShieldListByIdV2025R0({ shield_list_id, name: "m", content })
  yield* Box.ShieldLists.deleteShieldListByIdV2025R0({ shield_list_id })
})

describe("our client", () => {
  it.effect("decodes what the emulator answers for automation, documents and shield", () =>
    Effect.gen(function* () {
      yield* automation
      const file = yield* documents
      yield* hubs(file)
      yield* ai(file)
      yield* shield
      const { byRoute } = yield* (yield* BoxEmulator.BoxEmulator).stats
      const asked = new Set(Object.keys(byRoute).map((route) => route.replaceAll(/\{\w+\}/g, "{}")))
      const missing = BoxEmulator.coverage()
        .filter(({ operation }) => modules.includes(operation.split(".")[0] ?? ""))
        .filter(({ method, path }) => !asked.has(`${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`))
      assert.deepStrictEqual(missing, [])
    }).pipe(Effect.provide(BoxEmulator.layer))
  )
})
