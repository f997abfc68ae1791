/** All routes of this room. Fixed paths precede those with parameters. */
import type { Route } from "../model/Call.ts"
import { allowlistRoutes } from "./AllowlistRoutes.ts"
import { avatarRoutes } from "./AvatarRoutes.ts"
import { collaborationRoutes } from "./CollaborationRoutes.ts"
import { devicePinnerRoutes } from "./DevicePinnerRoutes.ts"
import { emailAliasRoutes } from "./EmailAliasRoutes.ts"
import { groupRoutes } from "./GroupRoutes.ts"
import { inviteRoutes } from "./InviteRoutes.ts"
import { membershipRoutes } from "./MembershipRoutes.ts"
import { sessionRoutes } from "./SessionRoutes.ts"
import { storagePolicyRoutes } from "./StoragePolicyRoutes.ts"
import { transferRoutes } from "./TransferRoutes.ts"
import { userRoutes } from "./UserRoutes.ts"

export const peopleRoutes: ReadonlyArray<Route> = [
  ...userRoutes,
  ...sessionRoutes,
  ...avatarRoutes,
  ...emailAliasRoutes,
  ...groupRoutes,
  ...membershipRoutes,
  ...inviteRoutes,
  ...devicePinnerRoutes,
  ...storagePolicyRoutes,
  ...allowlistRoutes,
  ...collaborationRoutes,
  ...transferRoutes
]
