/** Commands about the login. */
import { define } from "../command/Command.ts"

export const login = define({
  name: "login",
  group: "Login",
  summary: "Log in, and keep the login under a name",
  details:
    "Without a kind it opens Box's consent page in the browser, for an app with OAuth 2.0 and the redirect URI http://127.0.0.1/callback. Secrets are asked for, or read from stdin, or taken from BOX_DEVELOPER_TOKEN and BOX_CLIENT_SECRET; they are never words of a command line. They are kept in files that only you can read, encrypted if BOX_TOKEN_KEY is set.",
  arguments: [],
  flags: [
    { name: "developer-token", summary: "a token from the developer console, for an hour" },
    { name: "client-credentials", summary: "an app's own account, with --enterprise, or a user of it, with --user" },
    { name: "jwt", value: "FILE", kind: "local", summary: "the configuration file of a JWT app" },
    { name: "client-id", value: "ID", summary: "the app; otherwise BOX_CLIENT_ID" },
    { name: "enterprise", value: "ID", summary: "the enterprise whose service account logs in" },
    { name: "user", value: "ID", summary: "the user who logs in" },
    { name: "port", value: "PORT", kind: "number", summary: "the port of the redirect URI on this machine" },
    { name: "print", summary: "print the address of the consent page and open nothing" }
  ],
  examples: [
    ["effect-box login --client-id abc123", "in the browser; the app's secret is asked for"],
    ["effect-box login --developer-token --profile test < token.txt", "with a token from a file, as profile test"],
    ["effect-box login --jwt config.json", "as the service account of a JWT app"]
  ],
  withoutLogin: true
})

export const logout = define({
  name: "logout",
  group: "Login",
  summary: "End the login at Box if it has one, and forget it",
  arguments: [],
  flags: [],
  examples: [
    ["effect-box logout", "the login in use"],
    ["effect-box logout --profile test", "another one"]
  ],
  withoutLogin: true
})

export const whoami = define({
  name: "whoami",
  group: "Login",
  summary: "Show who is logged in, and where the login comes from",
  arguments: [],
  flags: [],
  examples: [
    ["effect-box whoami", "the user, the profile and the host"],
    ["effect-box whoami --json --fields login", "only the e-mail address, for a script"]
  ]
})

export const profiles = define({
  name: "profiles",
  group: "Login",
  summary: "List the logins",
  arguments: [],
  flags: [],
  examples: [
    ["effect-box profiles", "all of them; the one in use has a star"],
    ["effect-box profiles --json", "for a script"]
  ],
  withoutLogin: true
})

export const profilesUse = define({
  name: "profiles use",
  group: "Login",
  summary: "Use another login from now on",
  arguments: [{ name: "name", summary: "the name of the profile" }],
  flags: [],
  examples: [
    ["effect-box profiles use test", "every command without --profile is run as test"],
    ["effect-box profiles use default", "back to the first one"]
  ],
  withoutLogin: true
})
