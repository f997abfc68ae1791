/** All routes of this room. */
import type { Route } from "../model/Call.ts"
import { collectionRoutes } from "./CollectionRoutes.ts"
import { fileRequestRoutes } from "./FileRequestRoutes.ts"
import { folderLockRoutes } from "./FolderLockRoutes.ts"
import { recentItemRoutes } from "./RecentItemRoutes.ts"
import { watermarkRoutes } from "./WatermarkRoutes.ts"

export const markRoutes: ReadonlyArray<Route> = [
  ...collectionRoutes,
  ...recentItemRoutes,
  ...watermarkRoutes,
  ...folderLockRoutes,
  ...fileRequestRoutes
]
