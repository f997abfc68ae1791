/** What administrators decide: retention, legal holds, barriers, terms, allowlists, storage and devices. */
import { first, given, includes, lacks, nothing, type Conversation, type Step, step, streamOf } from "./Conversation.ts"

const retentionPolicy = (box: Conversation) =>
  box.call(
    "retentionPolicies.createRetentionPolicy",
    [
      {
        policyName: box.name("retention"),
        policyType: "finite",
        dispositionAction: "remove_retention",
        retentionLength: "30",
        retentionType: "modifiable",
        description: "about"
      }
    ],
    { type: "retention_policy", status: "active", retentionLength: "30" }
  )

const retentionSteps: ReadonlyArray<Step> = [
  step("retentionPolicies", "lives", async (box) => {
    const policy = await retentionPolicy(box)
    await box.call("retentionPolicies.getRetentionPolicies", [{ policyName: policy.policyName }], {
      entries: includes({ id: policy.id })
    })
    await box.call("retentionPolicies.getRetentionPolicyById", [policy.id], { dispositionAction: "remove_retention" })
    const change = { requestBody: { policyName: box.name("renamed"), retentionLength: "60" } }
    await box.call("retentionPolicies.updateRetentionPolicyById", [policy.id, change], { retentionLength: "60" })
    await box.call("retentionPolicies.deleteRetentionPolicyById", [policy.id], nothing)
    await box.refused("retentionPolicies.getRetentionPolicyById", [policy.id], 404)
  }),
  step("retentionPolicyAssignments", "retains files", async (box) => {
    const policy = await retentionPolicy(box)
    const folder = await box.folder()
    const body = { policyId: policy.id, assignTo: { type: "folder", id: folder.id } }
    const made = await box.call("retentionPolicyAssignments.createRetentionPolicyAssignment", [body], {
      type: "retention_policy_assignment",
      retentionPolicy: { id: policy.id },
      assignedTo: { id: folder.id }
    })
    const file = await box.file("one", folder.id)
    await box.call(
      "uploads.uploadFileVersion",
      [file.id, { attributes: { name: file.name }, file: streamOf("two") }],
      {}
    )
    await box.call("retentionPolicyAssignments.getRetentionPolicyAssignments", [policy.id], {
      entries: [{ id: made.id }]
    })
    await box.call("retentionPolicyAssignments.getRetentionPolicyAssignmentById", [made.id], { id: made.id })
    await box.call("retentionPolicyAssignments.getFilesUnderRetentionPolicyAssignment", [made.id], {
      entries: includes({ id: file.id })
    })
    const held = await box.call("fileVersionRetentions.getFileVersionRetentions", [{ fileId: file.id }], {
      entries: given
    })
    await box.call("fileVersionRetentions.getFileVersionRetentionById", [first(held).id], { file: { id: file.id } })
    await box.call("files.deleteFileById", [file.id], nothing)
    await box.refused("trashedFiles.deleteTrashedFileById", [file.id], 403)
    await box.call("retentionPolicyAssignments.deleteRetentionPolicyAssignmentById", [made.id], nothing)
  }),
  step("legalHoldPolicies", "lives", async (box) => {
    const body = { policyName: box.name("hold"), isOngoing: true, description: "about" }
    const policy = await box.call("legalHoldPolicies.createLegalHoldPolicy", [body], {
      status: "active",
      policyName: body.policyName
    })
    await box.refused("legalHoldPolicies.createLegalHoldPolicy", [body], 409)
    await box.call("legalHoldPolicies.getLegalHoldPolicies", [{ policyName: body.policyName }], {
      entries: [{ id: policy.id }]
    })
    await box.call("legalHoldPolicies.getLegalHoldPolicyById", [policy.id], { description: "about" })
    await box.call(
      "legalHoldPolicies.updateLegalHoldPolicyById",
      [policy.id, { requestBody: { description: "more" } }],
      {
        description: "more"
      }
    )
    const file = await box.file()
    const to = { policyId: policy.id, assignTo: { type: "file", id: file.id } }
    const made = await box.call("legalHoldPolicyAssignments.createLegalHoldPolicyAssignment", [to], {
      legalHoldPolicy: { id: policy.id },
      assignedTo: { id: file.id }
    })
    await box.call("legalHoldPolicyAssignments.getLegalHoldPolicyAssignments", [{ policyId: policy.id }], {
      entries: [{ id: made.id }]
    })
    await box.call("legalHoldPolicyAssignments.getLegalHoldPolicyAssignmentById", [made.id], { id: made.id })
    await box.call("legalHoldPolicyAssignments.getLegalHoldPolicyAssignmentFileOnHold", [made.id], {
      entries: [{ id: file.id }]
    })
    const held = await box.call("fileVersionLegalHolds.getFileVersionLegalHolds", [{ policyId: policy.id }], {
      entries: [{}]
    })
    await box.call("fileVersionLegalHolds.getFileVersionLegalHoldById", [first(held).id], { file: { id: file.id } })
    await box.call("legalHoldPolicyAssignments.deleteLegalHoldPolicyAssignmentById", [made.id], nothing)
    await box.call("legalHoldPolicies.deleteLegalHoldPolicyById", [policy.id], nothing)
  })
]

const shieldSteps: ReadonlyArray<Step> = [
  step("shieldInformationBarriers", "lives with all that belongs to it", async (box) => {
    const enterprise = { type: "enterprise", id: box.emulator.credentials.enterpriseId }
    const barrier = await box.call("shieldInformationBarriers.createShieldInformationBarrier", [{ enterprise }], {
      type: "shield_information_barrier",
      status: "draft"
    })
    const reference = { id: barrier.id, type: "shield_information_barrier" }
    await box.call("shieldInformationBarriers.getShieldInformationBarriers", [], { entries: [{ id: barrier.id }] })
    await box.call("shieldInformationBarriers.getShieldInformationBarrierById", [barrier.id], { id: barrier.id })
    const segmentOf = (name: string) =>
      box.call(
        "shieldInformationBarrierSegments.createShieldInformationBarrierSegment",
        [{ shieldInformationBarrier: reference, name, description: "about" }],
        { name }
      )
    const [one, other] = [await segmentOf("one"), await segmentOf("other")]
    const segment = { id: one.id, type: "shield_information_barrier_segment" }
    await box.call(
      "shieldInformationBarrierSegments.getShieldInformationBarrierSegments",
      [{ shieldInformationBarrierId: barrier.id }],
      {
        entries: [{}, {}]
      }
    )
    await box.call("shieldInformationBarrierSegments.getShieldInformationBarrierSegmentById", [one.id], { name: "one" })
    await box.call(
      "shieldInformationBarrierSegments.updateShieldInformationBarrierSegmentById",
      [one.id, { requestBody: { name: "first" } }],
      {
        name: "first"
      }
    )
    const user = await box.user()
    const membership = { shieldInformationBarrierSegment: segment, user: { type: "user", id: user.id } }
    const member = await box.call(
      "shieldInformationBarrierSegmentMembers.createShieldInformationBarrierSegmentMember",
      [membership],
      {
        user: { id: user.id }
      }
    )
    await box.call(
      "shieldInformationBarrierSegmentMembers.getShieldInformationBarrierSegmentMembers",
      [{ shieldInformationBarrierSegmentId: one.id }],
      {
        entries: [{ id: member.id }]
      }
    )
    await box.call("shieldInformationBarrierSegmentMembers.getShieldInformationBarrierSegmentMemberById", [member.id], {
      id: member.id
    })
    const apart = { shieldInformationBarrierSegment: segment, restrictedSegment: { ...segment, id: other.id } }
    const restriction = await box.call(
      "shieldInformationBarrierSegmentRestrictions.createShieldInformationBarrierSegmentRestriction",
      [{ type: "shield_information_barrier_segment_restriction", ...apart }],
      { restrictedSegment: { id: other.id } }
    )
    await box.call(
      "shieldInformationBarrierSegmentRestrictions.getShieldInformationBarrierSegmentRestrictions",
      [{ shieldInformationBarrierSegmentId: one.id }],
      { entries: [{ id: restriction.id }] }
    )
    await box.call(
      "shieldInformationBarrierSegmentRestrictions.getShieldInformationBarrierSegmentRestrictionById",
      [restriction.id],
      {
        id: restriction.id
      }
    )
    const asked = { shieldInformationBarrier: reference }
    const report = await box.call("shieldInformationBarrierReports.createShieldInformationBarrierReport", [asked], {
      id: given
    })
    await box.call(
      "shieldInformationBarrierReports.getShieldInformationBarrierReports",
      [{ shieldInformationBarrierId: barrier.id }],
      {
        entries: [{ id: report.id }]
      }
    )
    await box.call("shieldInformationBarrierReports.getShieldInformationBarrierReportById", [report.id], {
      id: report.id
    })
    await box.call(
      "shieldInformationBarriers.updateShieldInformationBarrierStatus",
      [{ id: barrier.id, status: "pending" }],
      {
        status: given
      }
    )
    await box.call(
      "shieldInformationBarriers.updateShieldInformationBarrierStatus",
      [{ id: barrier.id, status: "disabled" }],
      {
        status: given
      }
    )
    await box.call(
      "shieldInformationBarrierSegmentRestrictions.deleteShieldInformationBarrierSegmentRestrictionById",
      [restriction.id],
      nothing
    )
    await box.call(
      "shieldInformationBarrierSegmentMembers.deleteShieldInformationBarrierSegmentMemberById",
      [member.id],
      nothing
    )
    await box.call("shieldInformationBarrierSegments.deleteShieldInformationBarrierSegmentById", [one.id], nothing)
  }),
  step("shieldLists", "lives", async (box) => {
    const body = { name: box.name("list"), description: "about", content: { type: "domain", domains: ["example.com"] } }
    const list = await box.call("shieldLists.createShieldListV2025R0", [body], {
      name: body.name,
      content: { domains: ["example.com"] }
    })
    await box.call("shieldLists.getShieldListsV2025R0", [], { entries: includes({ id: list.id }) })
    await box.call("shieldLists.getShieldListByIdV2025R0", [list.id], { content: { type: "domain" } })
    const other = { ...body, content: { type: "country", countryCodes: ["US", "PL"] } }
    await box.call("shieldLists.updateShieldListByIdV2025R0", [list.id, other], {
      content: { countryCodes: ["US", "PL"] }
    })
    await box.call("shieldLists.deleteShieldListByIdV2025R0", [list.id], nothing)
    await box.refused("shieldLists.getShieldListByIdV2025R0", [list.id], 404)
  })
]

const enterpriseSteps: ReadonlyArray<Step> = [
  step("termsOfServices", "lives", async (box) => {
    const terms = await box.call(
      "termsOfServices.createTermsOfService",
      [{ status: "disabled", tosType: "managed", text: "Terms" }],
      {
        text: "Terms",
        tosType: "managed"
      }
    )
    await box.call("termsOfServices.getTermsOfService", [{ tosType: "managed" }], {
      totalCount: 1,
      entries: [{ id: terms.id }]
    })
    await box.call("termsOfServices.getTermsOfServiceById", [terms.id], { status: "disabled" })
    await box.call("termsOfServices.updateTermsOfServiceById", [terms.id, { status: "enabled", text: "Other" }], {
      text: "Other"
    })
    const user = await box.user()
    const status = {
      tos: { type: "terms_of_service", id: terms.id },
      user: { type: "user", id: user.id },
      isAccepted: false
    }
    const made = await box.call("termsOfServiceUserStatuses.createTermsOfServiceStatusForUser", [status], {
      isAccepted: false
    })
    await box.refused("termsOfServiceUserStatuses.createTermsOfServiceStatusForUser", [status], 409)
    await box.call("termsOfServiceUserStatuses.getTermsOfServiceUserStatuses", [{ tosId: terms.id, userId: user.id }], {
      entries: [{ id: made.id }]
    })
    await box.call(
      "termsOfServiceUserStatuses.updateTermsOfServiceStatusForUserById",
      [made.id, { isAccepted: true }],
      {
        isAccepted: true
      }
    )
  }),
  step("collaborationAllowlistEntries", "lives", async (box) => {
    const body = { domain: "allowed.example.com", direction: "both" }
    const entry = await box.call("collaborationAllowlistEntries.createCollaborationWhitelistEntry", [body], body)
    await box.call("collaborationAllowlistEntries.getCollaborationWhitelistEntries", [], {
      entries: includes({ id: entry.id })
    })
    await box.call("collaborationAllowlistEntries.getCollaborationWhitelistEntryById", [entry.id], {
      type: "collaboration_whitelist_entry"
    })
    await box.call("collaborationAllowlistEntries.deleteCollaborationWhitelistEntryById", [entry.id], nothing)
    await box.call("collaborationAllowlistEntries.getCollaborationWhitelistEntries", [], {
      entries: lacks({ id: entry.id })
    })
  }),
  step("collaborationAllowlistExemptTargets", "lives", async (box) => {
    const user = await box.user()
    const body = { user: { id: user.id } }
    const manager = "collaborationAllowlistExemptTargets"
    const target = await box.call(`${manager}.createCollaborationWhitelistExemptTarget`, [body], {
      user: { id: user.id }
    })
    await box.call(`${manager}.getCollaborationWhitelistExemptTargets`, [], { entries: includes({ id: target.id }) })
    await box.call(`${manager}.getCollaborationWhitelistExemptTargetById`, [target.id], { id: target.id })
    await box.call(`${manager}.deleteCollaborationWhitelistExemptTargetById`, [target.id], nothing)
    await box.refused(`${manager}.getCollaborationWhitelistExemptTargetById`, [target.id], 404)
  }),
  step("storagePolicies", "lives", async (box) => {
    const policies = await box.call("storagePolicies.getStoragePolicies", [], {
      entries: [{ type: "storage_policy" }, {}]
    })
    const [one, other] = policies.entries.map(({ id }) => ({ type: "storage_policy", id }))
    await box.call("storagePolicies.getStoragePolicyById", [one?.id], { id: one?.id })
    const user = await box.user()
    const body = { storagePolicy: other, assignedTo: { type: "user", id: user.id } }
    const made = await box.call("storagePolicyAssignments.createStoragePolicyAssignment", [body], {
      assignedTo: { id: user.id }
    })
    const of = { resolvedForType: "user", resolvedForId: user.id }
    await box.call("storagePolicyAssignments.getStoragePolicyAssignments", [of], {
      entries: [{ storagePolicy: { id: other?.id } }]
    })
    await box.call("storagePolicyAssignments.getStoragePolicyAssignmentById", [made.id], { id: made.id })
    await box.call("storagePolicyAssignments.updateStoragePolicyAssignmentById", [made.id, { storagePolicy: one }], {
      storagePolicy: { id: one?.id }
    })
    await box.call("storagePolicyAssignments.deleteStoragePolicyAssignmentById", [made.id], nothing)
  }),
  step("devicePinners", "lives", async (box) => {
    const { enterpriseId } = box.emulator.credentials
    const pins = await box.call(
      "devicePinners.getEnterpriseDevicePinners",
      [enterpriseId, { queryParams: { direction: "ASC" } }],
      {
        entries: [{ type: "device_pinner" }]
      }
    )
    const { id } = first(pins)
    await box.call("devicePinners.getDevicePinnerById", [id], { id, ownedBy: given })
    await box.call("devicePinners.deleteDevicePinnerById", [id], nothing)
    await box.refused("devicePinners.getDevicePinnerById", [id], 404)
  }),
  step("archives", "lives", async (box) => {
    const archive = await box.call(
      "archives.createArchiveV2025R0",
      [{ name: box.name("archive"), description: "about" }],
      {
        type: "archive",
        description: "about"
      }
    )
    await box.call("archives.getArchivesV2025R0", [{ limit: 10 }], { entries: includes({ id: archive.id }) })
    const name = box.name("renamed")
    await box.call("archives.updateArchiveByIdV2025R0", [archive.id, { requestBody: { name } }], { name })
    await box.call("archives.deleteArchiveByIdV2025R0", [archive.id], nothing)
    await box.call("archives.getArchivesV2025R0", [], { entries: lacks({ id: archive.id }) })
  }),
  step("enterpriseConfigurations", "is shown", async (box) => {
    const { enterpriseId } = box.emulator.credentials
    const categories = ["user_settings", "content_and_sharing", "security", "shield"]
    await box.call("enterpriseConfigurations.getEnterpriseConfigurationByIdV2025R0", [enterpriseId, { categories }], {
      security: given,
      userSettings: given
    })
  }),
  step("externalUsers", "deletes them", async (box) => {
    const user = await box.prepare("external_users", { login: "external@example.org" })
    const externalUsers = [{ type: "user", id: user.id }]
    await box.call("externalUsers.submitJobToDeleteExternalUsersV2025R0", [{ externalUsers }], {
      entries: [{ userId: user.id, status: 202 }]
    })
  })
]

export const governanceSteps: ReadonlyArray<Step> = [...retentionSteps, ...shieldSteps, ...enterpriseSteps]
