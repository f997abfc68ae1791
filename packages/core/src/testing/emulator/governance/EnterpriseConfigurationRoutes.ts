/**
 * The configuration of the enterprise. The emulator has none that could be changed: these are fixed values, a few of each
 * category.
 *
 * @see https://developer.box.com/reference/v2025.0/get-enterprise-configurations-id/
 */
import { json } from "../wire/Answer.ts"
import { type Call, param, type Route, stepRoute } from "../model/Call.ts"
import { forAdministrators } from "../resource/Resource.ts"
import type { JsonObject } from "../wire/Json.ts"
import { badParameter, missingParameter, notFound } from "../wire/Refusal.ts"

const used = (value: unknown): JsonObject => ({ is_used: true, value })

const categories: Readonly<Record<string, JsonObject>> = {
  security: {
    is_managed_user_signup_enabled: used(false),
    is_multi_factor_auth_required: used(false),
    is_weak_password_prevention_enabled: used(true),
    password_min_length: used(8),
    session_duration: used("P14D")
  },
  content_and_sharing: {
    shared_link_access: used("open"),
    shared_link_default_access: used("open"),
    default_collaboration_role: used("editor"),
    collaboration_permissions: used({
      is_co_owner_role_enabled: true,
      is_editor_role_enabled: true,
      is_previewer_role_enabled: true,
      is_previewer_uploader_role_enabled: true,
      is_uploader_role_enabled: true,
      is_viewer_role_enabled: true,
      is_viewer_uploader_role_enabled: true
    }),
    is_watermarking_enterprise_feature_enabled: used(true),
    // As long as the emulator keeps items in the trash.
    trash_auto_clear_time: used(30)
  },
  user_settings: {
    is_username_change_restricted: used(false),
    new_user_default_timezone: used("America/Los_Angeles"),
    new_user_default_language: used("English (US)"),
    new_user_default_storage_limit: used(-1),
    is_enterprise_sso_required: used(false)
  },
  shield: { shield_rules: [] }
}

const get = (call: Call) => {
  const id = param(call, "enterprise_id")
  if (id !== call.world.enterpriseId) throw notFound("enterprise", id)
  const asked = call.url.searchParams.getAll("categories").flatMap((text) => text.split(","))
  if (asked.length === 0) throw missingParameter("categories")
  const shown = asked.map((name) => {
    const category = Object.hasOwn(categories, name) ? categories[name] : undefined
    if (category === undefined) throw badParameter("categories", `Invalid value '${name}'`)
    return [name, category] as const
  })
  return json(200, { type: "enterprise_configuration", id, ...Object.fromEntries(shown) })
}

export const enterpriseConfigurationRoutes: ReadonlyArray<Route> = forAdministrators([
  stepRoute("api", "GET", "/enterprise_configurations/{enterprise_id}", get)
])
