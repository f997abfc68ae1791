/** Every operation on metadata and governance through this project's own client, which reads the answers strictly. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import {
  Archives,
  Classifications,
  EnterpriseConfigurations,
  FileClassifications,
  FileMetadata,
  FileVersionLegalHolds,
  FileVersionRetentions,
  Files,
  FolderClassifications,
  FolderMetadata,
  Folders,
  LegalHoldPolicies,
  LegalHoldPolicyAssignments,
  MetadataCascadePolicies,
  MetadataTaxonomies,
  MetadataTemplates,
  ResponseCheck,
  RetentionPolicies,
  RetentionPolicyAssignments,
  Search,
  Skills,
  TermsOfServices,
  TermsOfServiceUserStatuses,
  Uploads
} from "../../src/index.ts"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"

const modules = [
  "Archives",
  "Classifications",
  "EnterpriseConfigurations",
  "FileClassifications",
  "FileMetadata",
  "FileVersionLegalHolds",
  "FileVersionRetentions",
  "FolderClassifications",
  "FolderMetadata",
  "LegalHoldPolicies",
  "LegalHoldPolicyAssignments",
  "MetadataCascadePolicies",
  "MetadataTaxonomies",
  "MetadataTemplates",
  "RetentionPolicies",
  "RetentionPolicyAssignments",
  "TermsOfServices",
  "TermsOfServiceUserStatuses"
]

const isAsked = (operation: string): boolean =>
  modules.includes(operation.split(".")[0] ?? "") ||
  operation === "Search.searchByMetadataQuery" ||
  operation.includes("BoxSkillCards")

const upload = (name: string, parent: string) =>
  Effect.map(
    Uploads.uploadFile({ attributes: { name, parent: { id: parent } }, file: new TextEncoder().encode(name) }),
    ({ entries }) => entries?.[0]?.id ?? ""
  )

const namespace = "enterprise_3001"

const metadata = Effect.gen(function* () {
  const folder_id = (yield* Folders.createFolder({ name: "d", parent: { id: "0" } })).id
  const file_id = yield* upload("a", folder_id)
  const taxonomy = { namespace, taxonomy_key: "geo" }
  yield* MetadataTaxonomies.createMetadataTaxonomy({ key: "geo", displayName: "Geo", namespace })
  yield* MetadataTaxonomies.createMetadataTaxonomyLevel({
    ...taxonomy,
    body: [{ displayName: "one", description: "" }]
  })
  yield* MetadataTaxonomies.addMetadataTaxonomyLevel({ ...taxonomy, displayName: "two" })
  yield* MetadataTaxonomies.updateMetadataTaxonomyLevelById({ ...taxonomy, level_index: 2, displayName: "second" })
  yield* MetadataTaxonomies.deleteMetadataTaxonomyLevel(taxonomy)
  const node = {
    ...taxonomy,
    node_id: (yield* MetadataTaxonomies.createMetadataTaxonomyNode({ ...taxonomy, displayName: "x", level: 1 })).id
  }
  yield* MetadataTaxonomies.updateMetadataTaxonomyNode({ ...node, displayName: "y" })
  assert.strictEqual((yield* MetadataTaxonomies.getMetadataTaxonomyNodeById(node)).displayName, "y")
  assert.strictEqual((yield* MetadataTaxonomies.getMetadataTaxonomyNodes(taxonomy)).entries?.length, 1)
  yield* MetadataTaxonomies.updateMetadataTaxonomy({ ...taxonomy, displayName: "Geography" })
  yield* MetadataTaxonomies.getMetadataTaxonomyByKey(taxonomy)
  yield* MetadataTaxonomies.getMetadataTaxonomies({ namespace })

  const template = { scope: "enterprise", template_key: "bill" } as const
  const made = yield* MetadataTemplates.createMetadataTemplate({
    scope: "enterprise",
    displayName: "bill",
    fields: [
      { type: "float", key: "amount", displayName: "Amount" },
      {
        type: "taxonomy",
        key: "place",
        displayName: "Place",
        taxonomyKey: "geo",
        namespace,
        optionsRules: { multiSelect: true, selectableLevels: [1] }
      }
    ]
  })
  const options = { namespace, template_key: "bill", field_key: "place" }
  assert.strictEqual((yield* MetadataTaxonomies.getMetadataTemplateFieldOptions(options)).entries?.length, 1)
  yield* MetadataTemplates.getMetadataTemplateById({ template_id: made.id })
  yield* MetadataTemplates.getMetadataTemplate(template)
  yield* MetadataTemplates.getGlobalMetadataTemplates({})
  yield* MetadataTemplates.getEnterpriseMetadataTemplates({})
  yield* MetadataTemplates.updateMetadataTemplate({
    ...template,
    body: [{ op: "editTemplate", data: { hidden: true } }]
  })

  const onFile = { file_id, ...template }
  const instance = yield* FileMetadata.createFileMetadataById({ ...onFile, body: { amount: 1, place: [node.node_id] } })
  const byInstance = yield* MetadataTemplates.getMetadataTemplatesByInstanceId({
    metadata_instance_id: String(instance.$id)
  })
  assert.strictEqual(byInstance.entries?.length, 1)
  const body = [{ op: "replace", path: "/amount", value: 2 }] as const
  yield* FileMetadata.updateFileMetadataById({ ...onFile, body })
  yield* FileMetadata.getFileMetadataById(onFile)
  yield* FileMetadata.getFileMetadataById({ ...onFile, view: "hydrated" })
  assert.strictEqual((yield* FileMetadata.getFileMetadata({ file_id })).entries?.length, 1)
  const query = { from: "enterprise_3001.bill", query: "amount > :n", query_params: { n: 1 }, ancestor_folder_id: "0" }
  const found = yield* Stream.runCollect(Search.searchByMetadataQuery.items(query))
  assert.deepStrictEqual(
    found.map(({ id }) => id),
    [file_id]
  )

  const onFolder = { folder_id, ...template }
  yield* FolderMetadata.createFolderMetadataById({ ...onFolder, body: { amount: 1 } })
  yield* FolderMetadata.updateFolderMetadataById({ ...onFolder, body })
  yield* FolderMetadata.getFolderMetadataById(onFolder)
  yield* FolderMetadata.getFolderMetadata({ folder_id })
  const policy = yield* MetadataCascadePolicies.createMetadataCascadePolicy({
    folder_id,
    scope: "enterprise",
    templateKey: "bill"
  })
  const metadata_cascade_policy_id = policy.id
  yield* MetadataCascadePolicies.getMetadataCascadePolicyById({ metadata_cascade_policy_id })
  yield* MetadataCascadePolicies.getMetadataCascadePolicies({ folder_id })
  yield* MetadataCascadePolicies.applyMetadataCascadePolicy({
    metadata_cascade_policy_id,
    conflict_resolution: "overwrite"
  })
  yield* MetadataCascadePolicies.deleteMetadataCascadePolicyById({ metadata_cascade_policy_id })

  yield* FileMetadata.deleteFileMetadataById(onFile)
  yield* FolderMetadata.deleteFolderMetadataById(onFolder)
  yield* MetadataTemplates.deleteMetadataTemplate(template)
  yield* MetadataTaxonomies.deleteMetadataTaxonomyNode(node)
  yield* MetadataTaxonomies.deleteMetadataTaxonomy(taxonomy)
})

const classifications = Effect.gen(function* () {
  const folder_id = (yield* Folders.createFolder({ name: "c", parent: { id: "0" } })).id
  const file_id = yield* upload("a", folder_id)
  const fieldKey = "Box__Security__Classification__Key"
  yield* Classifications.createClassificationTemplate({
    scope: "enterprise",
    templateKey: "securityClassification-6VMVochwUWo",
    displayName: "Classification",
    fields: [{ type: "enum", key: fieldKey, displayName: "Classification", options: [{ key: "Secret" }] }]
  })
  yield* Classifications.addClassification({ body: [{ op: "addEnumOption", fieldKey, data: { key: "Open" } }] })
  yield* Classifications.updateClassification({
    body: [{ op: "editEnumOption", fieldKey, enumOptionKey: "Open", data: { key: "Public" } }]
  })
  yield* Classifications.getClassificationTemplate()
  const body = [{ op: "replace", path: `/${fieldKey}`, value: "Public" }] as const
  yield* FileClassifications.addClassificationToFile({ file_id, [fieldKey]: "Secret" })
  yield* FileClassifications.updateClassificationOnFile({ file_id, body })
  assert.strictEqual((yield* FileClassifications.getClassificationOnFile({ file_id }))[fieldKey], "Public")
  const shown = yield* Files.getFileById({ file_id, fields: ["classification"] })
  assert.strictEqual(shown.classification?.name, "Public")
  yield* FileClassifications.deleteClassificationFromFile({ file_id })
  yield* FolderClassifications.addClassificationToFolder({ folder_id, [fieldKey]: "Secret" })
  yield* FolderClassifications.updateClassificationOnFolder({ folder_id, body })
  yield* FolderClassifications.getClassificationOnFolder({ folder_id })
  yield* FolderClassifications.deleteClassificationFromFolder({ folder_id })
  const card = {
    type: "skill_card",
    skill_card_type: "keyword",
    skill: { type: "service", id: "s" },
    invocation: { type: "skill_invocation", id: "i" },
    entries: [{ text: "x" }]
  } as const
  yield* Skills.createBoxSkillCardsOnFile({ file_id, cards: [card] })
  yield* Skills.updateBoxSkillCardsOnFile({ file_id, body: [{ op: "replace", path: "/cards/0", value: card }] })
  yield* Skills.getBoxSkillCardsOnFile({ file_id })
  yield* Skills.deleteBoxSkillCardsFromFile({ file_id })
})

const retention = Effect.gen(function* () {
  yield* upload("retained", "0")
  const { id: policy_id = "" } = yield* RetentionPolicies.createRetentionPolicy({
    policy_name: "Tax",
    policy_type: "finite",
    disposition_action: "permanently_delete",
    retention_length: 10
  })
  yield* RetentionPolicies.updateRetentionPolicyById({ retention_policy_id: policy_id, max_extension_length: 5 })
  yield* RetentionPolicies.getRetentionPolicyById({ retention_policy_id: policy_id })
  yield* RetentionPolicies.getRetentionPolicies({})
  const made = yield* RetentionPolicyAssignments.createRetentionPolicyAssignment({
    policy_id,
    assign_to: { type: "enterprise" }
  })
  const assignment = { retention_policy_assignment_id: made.id }
  yield* RetentionPolicyAssignments.getRetentionPolicyAssignmentById(assignment)
  yield* RetentionPolicyAssignments.getRetentionPolicyAssignments({ retention_policy_id: policy_id })
  const under = yield* RetentionPolicyAssignments.getFilesUnderRetentionPolicyAssignment(assignment)
  assert.isAbove(under.entries?.length ?? 0, 0)
  yield* RetentionPolicyAssignments.getFileVersionsUnderRetentionByRetentionPolicyAssignmentId(assignment)
  const [first] = (yield* FileVersionRetentions.getFileVersionRetentions({})).entries ?? []
  yield* FileVersionRetentions.getFileVersionRetentionById({ file_version_retention_id: first?.id ?? "" })
  yield* RetentionPolicyAssignments.deleteRetentionPolicyAssignmentById(assignment)
  yield* RetentionPolicies.deleteRetentionPolicyById({ retention_policy_id: policy_id })
})

const holds = Effect.gen(function* () {
  const id = yield* upload("held", "0")
  const policy = yield* LegalHoldPolicies.createLegalHoldPolicy({ policy_name: "Case", is_ongoing: true })
  const legal_hold_policy_id = policy.id
  yield* LegalHoldPolicies.updateLegalHoldPolicyById({ legal_hold_policy_id, description: "d" })
  yield* LegalHoldPolicies.getLegalHoldPolicyById({ legal_hold_policy_id })
  yield* LegalHoldPolicies.getLegalHoldPolicies({})
  const made = yield* LegalHoldPolicyAssignments.createLegalHoldPolicyAssignment({
    policy_id: legal_hold_policy_id,
    assign_to: { type: "file", id }
  })
  const assignment = { legal_hold_policy_assignment_id: made.id ?? "" }
  yield* LegalHoldPolicyAssignments.getLegalHoldPolicyAssignmentById(assignment)
  yield* LegalHoldPolicyAssignments.getLegalHoldPolicyAssignments({ policy_id: legal_hold_policy_id })
  const held = yield* LegalHoldPolicyAssignments.getLegalHoldPolicyAssignmentFileOnHold(assignment)
  assert.strictEqual(held.entries?.[0]?.id, id)
  yield* LegalHoldPolicyAssignments.getFileVersionsOnHoldByLegalHoldPolicyAssignmentId(assignment)
  const versions = yield* FileVersionLegalHolds.getFileVersionLegalHolds({ policy_id: legal_hold_policy_id })
  const file_version_legal_hold_id = versions.entries?.[0]?.id ?? ""
  yield* FileVersionLegalHolds.getFileVersionLegalHoldById({ file_version_legal_hold_id })
  yield* LegalHoldPolicyAssignments.deleteLegalHoldPolicyAssignmentById(assignment)
  yield* LegalHoldPolicies.deleteLegalHoldPolicyById({ legal_hold_policy_id })
})

const others = Effect.gen(function* () {
  const { id } = yield* TermsOfServices.createTermsOfService({ status: "enabled", text: "Be kind" })
  yield* TermsOfServices.updateTermsOfServiceById({ terms_of_service_id: id, status: "enabled", text: "Be kinder" })
  yield* TermsOfServices.getTermsOfServiceById({ terms_of_service_id: id })
  yield* TermsOfServices.getTermsOfService({})
  const status = yield* TermsOfServiceUserStatuses.createTermsOfServiceStatusForUser({
    tos: { type: "terms_of_service", id },
    user: { type: "user", id: "7001" },
    is_accepted: false
  })
  yield* TermsOfServiceUserStatuses.updateTermsOfServiceStatusForUserById({
    terms_of_service_user_status_id: status.id,
    is_accepted: true
  })
  yield* TermsOfServiceUserStatuses.getTermsOfServiceUserStatuses({ tos_id: id })
  const archive = yield* Archives.createArchiveV2025R0({ name: "Old" })
  yield* Archives.updateArchiveByIdV2025R0({ archive_id: archive.id, description: "d" })
  yield* Archives.getArchivesV2025R0({})
  yield* Archives.deleteArchiveByIdV2025R0({ archive_id: archive.id })
  const categories = ["security", "content_and_sharing", "user_settings", "shield"]
  yield* EnterpriseConfigurations.getEnterpriseConfigurationByIdV2025R0({ enterprise_id: "3001", categories })
})

describe("the operations on metadata and governance", () => {
  it.effect("are all there, and give what their schemas say", () =>
    Effect.gen(function* () {
      for (const family of [metadata, classifications, retention, holds, others]) {
        yield* Effect.provideService(family, ResponseCheck.ResponseCheck, "strict")
      }
      const { byRoute } = yield* (yield* BoxEmulator.BoxEmulator).stats
      const asked = BoxEmulator.coverage().filter(({ operation }) => isAsked(operation))
      const missed = asked.filter(({ method, path }) => byRoute[`${method} ${path}`] === undefined)
      assert.deepStrictEqual(missed, [])
      assert.strictEqual(asked.filter(({ implemented }) => implemented).length, 93)
    }).pipe(Effect.provide(Layer.fresh(BoxEmulator.layer)))
  )
})
