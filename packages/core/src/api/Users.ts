/** Users. @see https://developer.box.com/reference/resources/user/ */
import * as Operation from "../Operation.ts"
import { type User, UserFull } from "./schemas/User.ts"

/** Has no arguments of its own. */
export type GetUserMeInput = {}

/**
 * Who is logged in. `GET /users/me`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-users-me/
 */
export const getUserMe: Operation.FieldsOperation<GetUserMeInput, UserFull, User> =
  /*#__PURE__*/ Operation.makeWithFields({
    name: "Users.getUserMe",
    method: "GET",
    path: "/users/me",
    query: ["fields"],
    output: () => UserFull
  })
