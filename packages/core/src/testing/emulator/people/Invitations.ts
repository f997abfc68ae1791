/** Invitations to an address that nobody had until now. */
import type { Call } from "../model/Call.ts"
import { collaborations } from "../model/Collaborators.ts"
import type { User } from "../model/Item.ts"

/** They become the new user's, who still has to accept them. */
export const claimInvitations = (call: Call, user: User): void => {
  for (const row of collaborations.rows(call.world).values()) {
    if (row.grantee !== undefined || row.inviteEmail?.toLowerCase() !== user.login.toLowerCase()) continue
    row.grantee = user
    row.modifiedAt = call.now
  }
}
