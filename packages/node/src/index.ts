/** effect-box on Node. Each module can also be imported by itself, as `@effect-box/node/LocalFile`. */
export * as EmulatorServer from "./EmulatorServer.ts"
export * as FileTokenPersistence from "./FileTokenPersistence.ts"
export * as LocalDirectory from "./LocalDirectory.ts"
export * as LocalFile from "./LocalFile.ts"
export * as NodeBox from "./NodeBox.ts"
export * as NodeJwt from "./NodeJwt.ts"
export * as NodeSha1 from "./NodeSha1.ts"
export * as OAuthLogin from "./OAuthLogin.ts"
