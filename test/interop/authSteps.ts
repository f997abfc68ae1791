/** Logins of every kind, and what a client itself can do. */
import { classOf, connect, sessionOf } from "./connect.ts"
import {
  type Conversation,
  given,
  matches,
  messageOf,
  nothing,
  type SdkClient,
  type Step,
  step
} from "./Conversation.ts"

const token = { accessToken: given, tokenType: matches(/^bearer$/i) }

/** Calls a method of a login as if the login were a manager. */
const asManager = (auth: object): SdkClient => ({ auth }) as unknown as SdkClient // it has methods as managers have

const whoIs = (box: Conversation, auth: object, id: unknown) =>
  box.call("users.getUserMe", [], { id }, connect(box.sdk, box.emulator, auth))

const derived = (box: Conversation, method: string, ...args: ReadonlyArray<unknown>): SdkClient =>
  Object(box.client)[method](...args)

/** A code, as a browser gets it after the consent of the user. */
const codeFrom = async (box: Conversation, query: string): Promise<string> => {
  const answer = await fetch(`${box.emulator.authorizeUrl}${query}`, { redirect: "manual" })
  return new URL(String(answer.headers.get("location"))).searchParams.get("code") ?? ""
}

const jwtConfig = async (box: Conversation): Promise<object> => {
  const { boxAppSettings, enterpriseID } = await (await fetch(`${box.emulator.url}/__emulator/jwt-config`)).json()
  const { appAuth, clientID, clientSecret } = boxAppSettings
  const Config = classOf(box.sdk, "JwtConfig")
  return new Config({
    clientId: clientID,
    clientSecret,
    jwtKeyId: appAuth.publicKeyID,
    privateKey: appAuth.privateKey,
    privateKeyPassphrase: appAuth.passphrase,
    enterpriseId: enterpriseID
  })
}

const loginSteps: ReadonlyArray<Step> = [
  step("auth", "OAuth 2.0", async (box) => {
    const { clientId, clientSecret, userId } = box.emulator.credentials
    const config = new (classOf(box.sdk, "OAuthConfig"))({ clientId, clientSecret })
    const auth = new (classOf(box.sdk, "BoxOAuth"))({ config })
    const session = sessionOf(box.sdk, box.emulator)
    const page = new URL(Object(auth).getAuthorizeUrl({ redirectUri: "http://localhost:4711/callback", state: "s" }))
    const code = await codeFrom(box, page.search)
    await box.call(
      "auth.getTokensAuthorizationCodeGrant",
      [code, session],
      { ...token, refreshToken: given },
      asManager(auth)
    )
    await whoIs(box, auth, userId)
    await box.call("auth.refreshToken", [session], { ...token, refreshToken: given }, asManager(auth))
    await whoIs(box, auth, userId)
    const downscoped = await box.call(
      "auth.downscopeToken",
      [["item_preview"], undefined, undefined, session],
      token,
      asManager(auth)
    )
    box.check("scopes", downscoped.restrictedTo, given)
    await box.call("auth.revokeToken", [session], nothing, asManager(auth))
  }),
  step("auth", "JWT", async (box) => {
    const config = await jwtConfig(box)
    const auth = new (classOf(box.sdk, "BoxJwtAuth"))({ config })
    const session = sessionOf(box.sdk, box.emulator)
    await box.call("auth.retrieveToken", [session], token, asManager(auth))
    const client = connect(box.sdk, box.emulator, auth)
    const service = await box.call("users.getUserMe", [], { type: "user" }, client)
    box.check("service account", service.login, matches(/AutomationUser/))
    const { userId, enterpriseId } = box.emulator.credentials
    await whoIs(box, Object(auth).withUserSubject(userId), userId)
    await whoIs(box, Object(auth).withEnterpriseSubject(enterpriseId), service.id)
    await box.call("auth.downscopeToken", [["item_upload"], undefined, undefined, session], token, asManager(auth))
    await box.call("auth.revokeToken", [session], nothing, asManager(auth))
  }),
  step("auth", "client credentials", async (box) => {
    const { clientId, clientSecret, enterpriseId, managedUserId, userId } = box.emulator.credentials
    const config = new (classOf(box.sdk, "CcgConfig"))({ clientId, clientSecret, enterpriseId })
    const auth = new (classOf(box.sdk, "BoxCcgAuth"))({ config })
    const session = sessionOf(box.sdk, box.emulator)
    await box.call("auth.retrieveToken", [session], token, asManager(auth))
    await whoIs(box, auth, given)
    await whoIs(box, Object(auth).withUserSubject(managedUserId), managedUserId)
    const [file, other] = [await box.file(), await box.file()]
    const admin = Object(auth).withUserSubject(userId)
    const resource = `${box.emulator.url}/2.0/files/${file.id}`
    const scopes = ["base_preview", "item_download"]
    const narrow = await box.call(
      "auth.downscopeToken",
      [scopes, resource, undefined, session],
      token,
      asManager(admin)
    )
    const reader = connect(
      box.sdk,
      box.emulator,
      new (classOf(box.sdk, "BoxDeveloperTokenAuth"))({ token: narrow.accessToken })
    )
    await box.call("files.getFileById", [file.id], { id: file.id }, reader)
    await box.refused("files.getFileById", [other.id], 403, undefined, reader)
    await box.call("auth.revokeToken", [session], nothing, asManager(auth))
  }),
  step("authorization", "requests, refreshes and revokes tokens", async (box) => {
    const { clientId, clientSecret, managedUserId } = box.emulator.credentials
    const client = { clientId, clientSecret }
    const redirectUri = `${box.emulator.url}/__emulator/stats`
    const oauth2Url = box.emulator.authorizeUrl.replace(/\/authorize$/, "")
    const atConsent = derived(box, "withCustomBaseUrls", { oauth2Url })
    await box.call("authorization.authorizeUser", [{ responseType: "code", clientId, redirectUri }], nothing, atConsent)
    const query = new URLSearchParams({ response_type: "code", client_id: clientId, redirect_uri: redirectUri })
    const grant = { ...client, grantType: "authorization_code", code: await codeFrom(box, `?${query}`) }
    const first = await box.call("authorization.requestAccessToken", [grant], { ...token, refreshToken: given })
    const again = { ...client, grantType: "refresh_token", refreshToken: first.refreshToken }
    const next = await box.call("authorization.refreshAccessToken", [again], { ...token, refreshToken: given })
    const asUser = { ...client, grantType: "client_credentials", boxSubjectType: "user", boxSubjectId: managedUserId }
    await box.call("authorization.requestAccessToken", [asUser], token)
    await box.call("authorization.revokeAccessToken", [{ ...client, token: next.accessToken }], nothing)
    const wrong = { ...again, clientSecret: "wrong" }
    await box.refused("authorization.refreshAccessToken", [wrong], 400)
  })
]

const clientSteps: ReadonlyArray<Step> = [
  step("client", "acts for users and sends requests of its own", async (box) => {
    const { managedUserId } = box.emulator.credentials
    await box.call("users.getUserMe", [], { id: managedUserId }, derived(box, "withAsUserHeader", managedUserId))
    const headed = derived(box, "withExtraHeaders", { "As-User": managedUserId })
    await box.call("users.getUserMe", [], { id: managedUserId }, headed)
    const quiet = derived(box, "withSuppressedNotifications")
    await box.call("folders.getFolderById", ["0"], { id: "0" }, quiet)
    const plain = { client: box.client } as unknown as SdkClient // a client has `makeRequest` as managers have methods
    const url = `${box.emulator.url}/2.0/folders/0`
    await box.call("client.makeRequest", [{ url, method: "GET" }], { status: 200, data: { id: "0" } }, plain)
    const strange = connect(box.sdk, box.emulator, new (classOf(box.sdk, "BoxDeveloperTokenAuth"))({ token: "wrong" }))
    const failure = await box.call("folders.getFolderById", ["0"], given, strange).catch(messageOf)
    box.check("a wrong token", failure, matches(/token has expired/)) // so the SDK reads 401
  })
]

/** The last step of all: it ends every token that there is. */
export const lastSteps: ReadonlyArray<Step> = [
  step("auth", "gets another token when one has expired", async (box) => {
    const { clientId, clientSecret, enterpriseId } = box.emulator.credentials
    const config = new (classOf(box.sdk, "CcgConfig"))({ clientId, clientSecret, enterpriseId })
    const auth = new (classOf(box.sdk, "BoxCcgAuth"))({ config })
    await whoIs(box, auth, given)
    await fetch(`${box.emulator.url}/__emulator/expire-tokens`, { method: "POST" })
    await whoIs(box, auth, given)
  })
]

export const authSteps: ReadonlyArray<Step> = [...clientSteps, ...loginSteps]
