// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Enterprise Configurations: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { EnterpriseConfiguration } from "./schemas/EnterpriseConfigurations.ts"

export interface GetEnterpriseConfigurationByIdV2025R0Input {
  readonly enterprise_id: string
  readonly categories: ReadonlyArray<string>
}

/**
 * Gets an enterprise configuration by id. `GET /enterprise_configurations/{enterprise_id}`, safe to repeat. API
 * version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-enterprise-configurations-id/
 * @category operations
 * @since 0.1.0
 */
export const getEnterpriseConfigurationByIdV2025R0: Operation.Operation<
  GetEnterpriseConfigurationByIdV2025R0Input,
  EnterpriseConfiguration
> = /*#__PURE__*/ Operation.make({
  name: "EnterpriseConfigurations.getEnterpriseConfigurationByIdV2025R0",
  method: "GET",
  path: "/enterprise_configurations/{enterprise_id}",
  query: ["categories"],
  version: "2025.0",
  output: () => EnterpriseConfiguration
})
