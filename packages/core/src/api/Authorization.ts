// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** The token endpoint, request by request. `OAuth` manages a login: its tokens are renewed, saved and shared. */
import type * as Redacted from "effect/Redacted"
import type { HttpClient } from "effect/http/HttpClient"
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { AccessToken } from "./schemas/Authorization.ts"

export interface AuthorizeUserInput {
  readonly response_type: "code"
  readonly client_id: string
  /** A URL. */
  readonly redirect_uri?: string | undefined
  readonly state?: string | undefined
  readonly scope?: string | undefined
}

/**
 * Gets the HTML of the page where a user grants access. It is meant for a browser; `OAuth.authorizationUrl`
 * returns its address. `GET /authorize`, safe to repeat. Sends no access token.
 *
 * @see https://developer.box.com/reference/get-authorize/
 * @category operations
 * @since 0.1.0
 */
export const authorizeUser: Operation.Operation<AuthorizeUserInput, string, HttpClient> = /*#__PURE__*/ Makers.makeText(
  {
    name: "Authorization.authorizeUser",
    method: "GET",
    path: "/authorize",
    host: "authorize",
    query: ["response_type", "client_id", "redirect_uri", "state", "scope"],
    authorization: "none"
  }
)

export interface RequestAccessTokenInput {
  readonly grant_type:
    | "authorization_code"
    | "refresh_token"
    | "client_credentials"
    | "urn:ietf:params:oauth:grant-type:jwt-bearer"
    | "urn:ietf:params:oauth:grant-type:token-exchange"
  readonly client_id?: string | undefined
  readonly client_secret?: Redacted.Redacted<string> | undefined
  readonly code?: Redacted.Redacted<string> | undefined
  readonly refresh_token?: Redacted.Redacted<string> | undefined
  readonly assertion?: Redacted.Redacted<string> | undefined
  readonly subject_token?: Redacted.Redacted<string> | undefined
  readonly subject_token_type?: "urn:ietf:params:oauth:token-type:access_token" | undefined
  readonly actor_token?: Redacted.Redacted<string> | undefined
  readonly actor_token_type?: "urn:ietf:params:oauth:token-type:id_token" | undefined
  readonly scope?: string | undefined
  /** A URL. */
  readonly resource?: string | undefined
  readonly box_subject_type?: "enterprise" | "user" | undefined
  readonly box_subject_id?: string | undefined
  /** A URL. */
  readonly box_shared_link?: string | undefined
}

/**
 * Exchanges a code, an assertion or credentials for a token. `POST /oauth2/token`. Not retried if the outcome of
 * an attempt is unknown. Fails with `BoxBadRequest` (400) among others. Sends no access token.
 *
 * @see https://developer.box.com/reference/post-oauth2-token/
 * @category operations
 * @since 0.1.0
 */
export const requestAccessToken: Operation.Operation<RequestAccessTokenInput, AccessToken, HttpClient> =
  /*#__PURE__*/ Operation.make({
    name: "Authorization.requestAccessToken",
    method: "POST",
    path: "/oauth2/token",
    host: "root",
    body: Operation.formBody,
    authorization: "none",
    output: () => AccessToken
  })

export interface RefreshAccessTokenInput {
  readonly grant_type: "refresh_token"
  readonly client_id: string
  readonly client_secret: Redacted.Redacted<string>
  readonly refresh_token: Redacted.Redacted<string>
}

/**
 * Exchanges a refresh token, which works once, for a new pair. `POST /oauth2/token`. Not retried if the outcome of
 * an attempt is unknown. Fails with `BoxBadRequest` (400) among others. Sends no access token.
 *
 * @see https://developer.box.com/reference/post-oauth2-token--refresh/
 * @category operations
 * @since 0.1.0
 */
export const refreshAccessToken: Operation.Operation<RefreshAccessTokenInput, AccessToken, HttpClient> =
  /*#__PURE__*/ Operation.make({
    name: "Authorization.refreshAccessToken",
    method: "POST",
    path: "/oauth2/token",
    host: "root",
    body: Operation.formBody,
    authorization: "none",
    output: () => AccessToken
  })

export interface RevokeAccessTokenInput {
  readonly client_id?: string | undefined
  readonly client_secret?: Redacted.Redacted<string> | undefined
  readonly token?: Redacted.Redacted<string> | undefined
}

/**
 * Revokes a token, and with it the whole pair. `POST /oauth2/revoke`. Not retried if the outcome of an attempt is
 * unknown. Fails with `BoxBadRequest` (400) among others. Sends no access token.
 *
 * @see https://developer.box.com/reference/post-oauth2-revoke/
 * @category operations
 * @since 0.1.0
 */
export const revokeAccessToken: Operation.Operation<RevokeAccessTokenInput, void, HttpClient> =
  /*#__PURE__*/ Operation.make({
    name: "Authorization.revokeAccessToken",
    method: "POST",
    path: "/oauth2/revoke",
    host: "root",
    body: Operation.formBody,
    authorization: "none"
  })
