/** A certificate for loopback and for the names of Box that a client may know and not let go of, made anew for each run. */
import {
  type Certificate,
  makeCertificate as certificateFor
} from "../../packages/node/src/emulator/internal/certificate.ts"

export const boxHosts = ["api.box.com", "upload.box.com"]

export const makeCertificate = (): Certificate => certificateFor(["localhost", "127.0.0.1", ...boxHosts], Date.now())
