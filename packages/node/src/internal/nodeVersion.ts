/**
 * Says which Node this package needs. Every public module imports it first: older versions fail while they load what comes
 * next, with errors that name neither this package nor a version.
 */
import { versionFault } from "./versionFault.ts"

if (versionFault !== undefined) throw new Error(versionFault)
