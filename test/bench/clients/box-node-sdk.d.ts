/** As much of Box's own SDK as is measured; the benchmark installs it outside of the workspace. */
declare module "box-node-sdk" {
  import type { Readable } from "node:stream"
  import type { NetworkSession } from "box-node-sdk/networking"

  interface File {
    readonly id: string
    readonly size?: number
    readonly sha1?: string
  }
  export class BoxDeveloperTokenAuth {
    constructor(fields: { readonly token: string })
  }
  export class OAuthConfig {
    constructor(fields: { readonly clientId: string; readonly clientSecret: string })
  }
  export class BoxOAuth {
    readonly tokenStorage: {
      store(token: {
        readonly accessToken: string
        readonly refreshToken: string
        readonly expiresIn: number
      }): Promise<undefined>
    }
    constructor(fields: { readonly config: OAuthConfig })
  }
  export class BoxClient {
    readonly chunkedUploads: {
      uploadBigFile(file: Readable, name: string, size: number, folderId: string): Promise<File>
    }
    readonly files: { getFileById(id: string): Promise<File> }
    readonly downloads: { downloadFile(id: string): Promise<Readable | undefined> }
    readonly folders: {
      getFolderById(id: string): Promise<{ readonly id: string }>
      getFolderItems(
        id: string,
        options: {
          readonly queryParams: { readonly usemarker: boolean; readonly limit: number; readonly marker?: string }
        }
      ): Promise<{ readonly entries?: ReadonlyArray<{ readonly id: string }>; readonly nextMarker?: string | null }>
    }
    readonly uploads: {
      uploadFile(body: {
        readonly attributes: { readonly name: string; readonly parent: { readonly id: string } }
        readonly file: Readable
      }): Promise<{ readonly entries?: ReadonlyArray<File> }>
    }
    constructor(fields: {
      readonly auth: BoxDeveloperTokenAuth | BoxOAuth
      readonly networkSession: NetworkSession
    })
  }
}

declare module "box-node-sdk/networking" {
  export class BaseUrls {
    constructor(fields: { readonly baseUrl: string; readonly uploadUrl: string; readonly oauth2Url: string })
  }
  export class NetworkSession {
    constructor(fields: { readonly baseUrls: BaseUrls })
  }
}
