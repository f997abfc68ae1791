/**
 * Workflows of Relay that are started by hand, and workflows of Automate. They are made by a preparation, as Box has
 * only pages for that. To start one is checked, and has no effect.
 *
 * @see https://developer.box.com/reference/resources/workflow/
 */
import { empty } from "../wire/Answer.ts"
import { type Call, param, requiredQuery, type Route, stepRoute } from "../model/Call.ts"
import type { Folder } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { findFile, findFolder, isVisible } from "../model/Tree.ts"
import { type Preparation, stepPreparation } from "../resource/Preparation.ts"
import { listRoute, type Resource } from "../resource/Resource.ts"
import { freshStamps, type Stamps, stampsJson } from "../resource/Stamps.ts"
import { miniUser } from "../views/ItemJson.ts"
import {
  type JsonObject,
  optionalBoolean,
  optionalObject,
  optionalString,
  requiredArray,
  requiredId,
  requiredObject,
  requiredString
} from "../wire/Json.ts"
import { badParameter, badRequest, forbidden, notFound, Refusal } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

/** The id of the row is that of the workflow. Its flow and its outcome have ids of their own. */
interface Workflow extends Stamps {
  readonly id: string
  readonly folder: Folder
  readonly name: string
  readonly description: string
  readonly isEnabled: boolean
}

const workflows: Table<Workflow> = makeTable("workflow", 800_001, { itemOf: ({ folder }) => folder })

/** The id of the row is that of the action which runs the workflow. */
interface WorkflowAction extends Stamps {
  readonly id: string
  readonly workflowId: string
  readonly folder: Folder
  readonly name: string
  readonly description: string
}

const actions: Table<WorkflowAction> = makeTable("workflow_action", 810_001, {
  itemOf: ({ folder }) => folder
})

const manualStart = "WORKFLOW_MANUAL_START"

const flowIdOf = ({ id }: Workflow): string => `${id}1`

const workflow: Resource<Workflow> = {
  table: workflows,
  name: "workflow",
  path: "/workflows/{workflow_id}",
  sees: (call, { folder }) => isVisible(call, folder),
  show: (_, row) => ({
    type: "workflow",
    id: row.id,
    name: row.name,
    description: row.description,
    is_enabled: row.isEnabled,
    flows: [
      {
        type: "flow",
        id: flowIdOf(row),
        trigger: {
          type: "trigger",
          trigger_type: manualStart,
          scope: [{ type: "trigger_scope", ref: "/event/source/parent", object: { type: "folder", id: row.folder.id } }]
        },
        outcomes: [],
        created_at: timestamp(row.createdAt),
        created_by: miniUser(row.createdBy)
      }
    ]
  })
}

const action: Resource<WorkflowAction> = {
  table: actions,
  name: "workflow_action",
  path: "/automate_workflows/{workflow_action_id}",
  sees: (call, { folder }) => isVisible(call, folder),
  show: (_, row) => ({
    type: "workflow_action",
    id: row.id,
    action_type: "run_workflow",
    description: row.description,
    ...stampsJson(row),
    workflow: { type: "workflow", id: row.workflowId, name: row.name }
  })
}

/** Which rows belong to the folder in the query. */
const inFolder = (call: Call) => {
  const folder = findFolder(call, requiredQuery(call, "folder_id"))
  return (row: { readonly folder: Folder }): boolean => row.folder === folder
}

const inFolderByTrigger = (call: Call) => {
  const trigger = call.url.searchParams.get("trigger_type") ?? manualStart
  if (trigger !== manualStart) throw badParameter("trigger_type", `'trigger_type' must be ${manualStart}`)
  return inFolder(call)
}

const missing = (code: string, name: string, id: string): Refusal =>
  new Refusal({ status: 404, shape: "api", code, message: `${name} with value '${id}' not found` })

/** The file, if the user may have it. */
const requireAccess = (call: Call, id: string): void => {
  try {
    findFile(call, id)
  } catch (cause) {
    if (cause instanceof Refusal) throw forbidden("insufficient_access", `No access to the file ${id}`)
    throw cause
  }
}

const start = (call: Call) => {
  const id = param(call, "workflow_id")
  const row = workflows.rows(call.world).get(id)
  if (row === undefined || !isVisible(call, row.folder)) throw missing("workflow_not_found", "workflow", id)
  const flow = requiredId(requiredObject(call.json, "flow"), "id")
  if (flow !== flowIdOf(row)) throw missing("flow_missing_or_inaccessible", "flow", flow)
  const folder = requiredId(requiredObject(call.json, "folder"), "id")
  const files = requiredArray(call.json, "files").map((value) => requiredId(requiredObject({ value }, "value"), "id"))
  if (files.length === 0) throw badParameter("files", "'files' must not be empty")
  if (!row.isEnabled) throw badRequest("The workflow is not enabled", "workflow_is_not_enabled")
  if (folder !== row.folder.id) {
    throw badRequest("The workflow is not active on this folder", "workflow_not_active_on_provided_folder")
  }
  for (const file of files) requireAccess(call, file)
  return empty(204)
}

const startAutomate = (call: Call) => {
  const id = param(call, "workflow_id")
  const wanted = requiredString(call.json, "workflow_action_id")
  const files = requiredArray(call.json, "file_ids")
  if (files.length === 0) throw badParameter("file_ids", "'file_ids' must not be empty")
  const row = actions.rows(call.world).get(wanted)
  if (row === undefined || !isVisible(call, row.folder)) throw notFound("workflow_action", wanted)
  if (row.workflowId !== id) throw notFound("workflow", id)
  for (const file of files) findFile(call, requiredId({ file }, "file"))
  return empty(204)
}

const described = (call: Call) => ({
  folder: findFolder(call, requiredId(requiredObject(call.json, "folder"), "id")),
  name: requiredString(call.json, "name"),
  description: optionalString(call.json, "description") ?? "",
  ...freshStamps(call)
})

const addWorkflow = (call: Call): JsonObject => {
  const isEnabled = optionalBoolean(call.json, "is_enabled") ?? true
  const row = workflows.insert(call.world, { ...described(call), id: workflows.freshId(call.world), isEnabled })
  return workflow.show(call, row)
}

const addAction = (call: Call): JsonObject => {
  const known = optionalObject(call.json, "workflow")
  const made = described(call)
  const id = actions.freshId(call.world)
  const workflowId = known === undefined ? `${id}1` : requiredId(known, "id")
  return action.show(call, actions.insert(call.world, { ...made, id, workflowId }))
}

export const workflowPreparations: ReadonlyArray<Preparation> = [
  stepPreparation("workflows", addWorkflow),
  stepPreparation("automate_workflows", addAction)
]

export const workflowRoutes: ReadonlyArray<Route> = [
  listRoute(workflow, "/workflows", { paging: "marker", select: inFolderByTrigger }),
  stepRoute("api", "POST", "/workflows/{workflow_id}/start", start),
  listRoute(action, "/automate_workflows", { paging: "marker", select: inFolder }),
  stepRoute("api", "POST", "/automate_workflows/{workflow_id}/start", startAutomate)
]
