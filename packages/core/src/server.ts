/**
 * What a server needs beside the root module: login pairs and checkpoints in a database, and webhooks.
 *
 * @since 0.2.0
 */
export * as SqlEventCheckpoints from "./events/SqlEventCheckpoints.ts"
export * as SqlTokenPersistence from "./auth/SqlTokenPersistence.ts"
export * as WebhookPayload from "./webhook/WebhookPayload.ts"
export * as WebhookRoute from "./webhook/WebhookRoute.ts"
export * as WebhookSignature from "./webhook/WebhookSignature.ts"
