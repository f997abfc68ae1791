/**
 * The configuration of the client: hosts, retries, timeouts, user agent.
 *
 * `BoxConfig` is a `Context.Reference`: without a layer, the defaults below apply.
 *
 * @example
 * ```ts
 * import { BoxConfig } from "@effect-box/core"
 *
 * const Impatient = BoxConfig.layer({ retry: { maxAttempts: 2 }, timeouts: { response: "10 seconds" } })
 * ```
 */
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as BoxError from "../BoxError.ts"
import { countFault, readArgument } from "../internal/argument.ts"
import { optional } from "../internal/setting.ts"
import { version } from "../unstable/Version.ts"

/**
 * How often and for how long a call is retried.
 *
 * @category models
 * @since 0.1.0
 */
export interface Retry {
  /** The maximum number of requests for one call, including the first. Default 5. */
  readonly maxAttempts: number
  /**
   * The delay before the second attempt. It doubles with each further attempt, with a jitter of ±50 %. Default 1
   * second.
   */
  readonly baseDelay: Duration.Duration
  /** The longest delay that the backoff chooses by itself. Default 30 seconds. */
  readonly maxDelay: Duration.Duration
  /** The longest `Retry-After` that is honoured. Default 5 minutes. */
  readonly maxRetryAfter: Duration.Duration
  /** No attempt starts later than this after the first one. Default 10 minutes. */
  readonly deadline: Duration.Duration
  /**
   * How long to poll for a result that is not ready (202). Does not apply to a POST for which 202 means success.
   * Default 30 minutes.
   */
  readonly notReadyDeadline: Duration.Duration
}

/**
 * How long to wait for the other side.
 *
 * @category models
 * @since 0.1.0
 */
export interface Timeouts {
  /**
   * From the last byte of the request to the headers of the answer. It is extended for the part of the body that the
   * network may still be buffering, at 16 KiB per second. Default 60 seconds.
   */
  readonly response: Duration.Duration
  /** Between two chunks of a body, in either direction. Default 60 seconds. */
  readonly idle: Duration.Duration
}

/**
 * The complete configuration.
 *
 * @category models
 * @since 0.1.0
 */
export interface BoxConfig {
  /** The API's origin; `/2.0` and `/oauth2` are appended. Default `https://api.box.com`. */
  readonly apiUrl: string
  /** The upload host; `/2.0` is appended. Default `https://upload.box.com/api`. */
  readonly uploadUrl: string
  /** The page where a user grants access. Default `https://account.box.com/api/oauth2/authorize`. */
  readonly authorizeUrl: string
  readonly retry: Retry
  readonly timeouts: Timeouts
  readonly userAgent: string
}

/**
 * The options of {@link layer}. Each has a default.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly apiUrl?: string | undefined
  readonly uploadUrl?: string | undefined
  readonly authorizeUrl?: string | undefined
  readonly retry?:
    | { readonly [K in keyof Retry]?: (Retry[K] extends Duration.Duration ? Duration.Input : Retry[K]) | undefined }
    | undefined
  readonly timeouts?: { readonly [K in keyof Timeouts]?: Duration.Input | undefined } | undefined
  readonly userAgent?: string | undefined
}

/**
 * The default configuration, with Box's public hosts.
 *
 * @category constants
 * @since 0.1.0
 */
export const defaults: BoxConfig = {
  apiUrl: "https://api.box.com",
  uploadUrl: "https://upload.box.com/api",
  authorizeUrl: "https://account.box.com/api/oauth2/authorize",
  retry: {
    maxAttempts: 5,
    baseDelay: Duration.seconds(1),
    maxDelay: Duration.seconds(30),
    maxRetryAfter: Duration.minutes(5),
    deadline: Duration.minutes(10),
    notReadyDeadline: Duration.minutes(30)
  },
  timeouts: { response: Duration.seconds(60), idle: Duration.seconds(60) },
  userAgent: `effect-box/${version}`
}

/**
 * The active configuration.
 *
 * @category references
 * @since 0.1.0
 */
export const BoxConfig: Context.Reference<BoxConfig> = /*#__PURE__*/ Context.Reference("effect-box/BoxConfig", {
  defaultValue: () => defaults
})

const invalid = (message: string): BoxError.BoxInvalidInput =>
  new BoxError.BoxInvalidInput({ operation: "BoxConfig.make", message, attempts: 0 })

const url = /*#__PURE__*/ Effect.fnUntraced(function* (name: string, given: string | undefined, fallback: string) {
  const text = given ?? fallback
  const parsed = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    return yield* invalid(`${name} must be an absolute http or https URL`)
  }
  // Credentials would show up in errors. A path cannot be appended to a query or a fragment.
  const bare = `${parsed.username}${parsed.password}${parsed.hash}` === "" && !/[?#]/.test(text)
  if (!bare) return yield* invalid(`${name} must have no credentials, query or fragment`)
  return text.replace(/\/+$/, "")
})

const duration = /*#__PURE__*/ Effect.fnUntraced(function* (
  name: string,
  given: Duration.Input | undefined,
  fallback: Duration.Duration
) {
  if (given === undefined) return fallback
  const isInput = typeof given !== "number" || !Number.isNaN(given)
  const value = isInput ? Option.getOrUndefined(Duration.fromInput(given)) : undefined
  if (value === undefined || Duration.isNegative(value)) {
    return yield* invalid(`${name} is not a duration: write "30 seconds" or a number of milliseconds`)
  }
  return value
})

/**
 * Completes the options with the defaults. Fails with `BoxInvalidInput` if a URL, count or duration is invalid.
 *
 * @example
 * ```ts
 * import { BoxConfig } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const config = await Effect.runPromise(BoxConfig.make({ retry: { maxAttempts: 2 } }))
 *
 * console.log(config.retry.maxAttempts) // 2
 * console.log(config.apiUrl) // https://api.box.com
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = /*#__PURE__*/ Effect.fnUntraced(function* (
  given: Options = {}
): Effect.fn.Return<BoxConfig, BoxError.BoxInvalidInput> {
  const name = "BoxConfig.make"
  const options = yield* readArgument(name, given, "options must be an object")
  const retry: NonNullable<Options["retry"]> = yield* readArgument(name, options.retry ?? {}, "retry must be an object")
  const timeouts: NonNullable<Options["timeouts"]> = yield* readArgument(
    name,
    options.timeouts ?? {},
    "timeouts must be an object"
  )
  const maxAttempts = retry.maxAttempts ?? defaults.retry.maxAttempts
  const fault = countFault("retry.maxAttempts", maxAttempts)
  if (fault !== undefined) {
    return yield* invalid(fault)
  }
  const userAgent = options.userAgent ?? defaults.userAgent
  if (typeof userAgent !== "string" || !/^[\x20-\x7e]+$/.test(userAgent)) {
    return yield* invalid("userAgent must be printable ASCII on one line")
  }
  return {
    apiUrl: yield* url("apiUrl", options.apiUrl, defaults.apiUrl),
    uploadUrl: yield* url("uploadUrl", options.uploadUrl, defaults.uploadUrl),
    authorizeUrl: yield* url("authorizeUrl", options.authorizeUrl, defaults.authorizeUrl),
    retry: {
      maxAttempts,
      baseDelay: yield* duration("retry.baseDelay", retry.baseDelay, defaults.retry.baseDelay),
      maxDelay: yield* duration("retry.maxDelay", retry.maxDelay, defaults.retry.maxDelay),
      maxRetryAfter: yield* duration("retry.maxRetryAfter", retry.maxRetryAfter, defaults.retry.maxRetryAfter),
      deadline: yield* duration("retry.deadline", retry.deadline, defaults.retry.deadline),
      notReadyDeadline: yield* duration(
        "retry.notReadyDeadline",
        retry.notReadyDeadline,
        defaults.retry.notReadyDeadline
      )
    },
    timeouts: {
      response: yield* duration("timeouts.response", timeouts.response, defaults.timeouts.response),
      idle: yield* duration("timeouts.idle", timeouts.idle, defaults.timeouts.idle)
    },
    userAgent
  }
})

/**
 * Sets the configuration. Options that are not given keep their defaults.
 *
 * @example
 * ```ts
 * import { BoxConfig } from "@effect-box/core"
 *
 * const Proxied = BoxConfig.layer({ apiUrl: "https://box.example", uploadUrl: "https://box.example/upload" })
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options = {}): Layer.Layer<never, BoxError.BoxInvalidInput> =>
  Layer.effect(BoxConfig, make(options))

/** The hosts that the environment names. */
const hostsSetting = /*#__PURE__*/ Effect.gen(function* () {
  return {
    apiUrl: yield* optional("BOX_API_URL"),
    uploadUrl: yield* optional("BOX_UPLOAD_URL"),
    authorizeUrl: yield* optional("BOX_AUTHORIZE_URL")
  }
})

/**
 * Reads the optional variables `BOX_API_URL`, `BOX_UPLOAD_URL` and `BOX_AUTHORIZE_URL`; an empty one counts as not set.
 * Everything else comes from `options`.
 *
 * @example
 * ```ts
 * import { BoxConfig } from "@effect-box/core"
 *
 * const FromEnvironment = BoxConfig.layerConfig({ timeouts: { idle: "30 seconds" } })
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig = (options: Options = {}): Layer.Layer<never, BoxError.BoxInvalidInput | Config.ConfigError> =>
  Layer.effect(
    BoxConfig,
    Effect.flatMap(hostsSetting, ({ apiUrl, authorizeUrl, uploadUrl }) =>
      make({
        ...options,
        apiUrl: apiUrl ?? options.apiUrl,
        uploadUrl: uploadUrl ?? options.uploadUrl,
        authorizeUrl: authorizeUrl ?? options.authorizeUrl
      })
    )
  )

/**
 * Replaces the hosts of the active configuration by those of `BOX_API_URL`, `BOX_UPLOAD_URL` and `BOX_AUTHORIZE_URL`, and
 * changes nothing else. The `layerConfig` of each login contains it, so that a token for another server, such as the
 * emulator, never goes to Box.
 *
 * @example
 * ```ts
 * import { BoxConfig, ClientCredentials } from "@effect-box/core"
 * import { Layer, Redacted } from "effect"
 *
 * const Login = ClientCredentials.layer({
 *   clientId: "id",
 *   clientSecret: Redacted.make("secret"),
 *   subject: { enterprise: "12345" }
 * }).pipe(Layer.provideMerge(BoxConfig.layerHosts()))
 * ```
 *
 * @category layers
 * @since 0.2.0
 */
export const layerHosts = (): Layer.Layer<never, BoxError.BoxInvalidInput | Config.ConfigError> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const hosts = yield* hostsSetting
      if (Object.values(hosts).every((host) => host === undefined)) return Context.empty()
      const active = yield* BoxConfig
      const { apiUrl, authorizeUrl, uploadUrl } = yield* make(hosts)
      return Context.make(BoxConfig, {
        ...active,
        ...(hosts.apiUrl === undefined ? {} : { apiUrl }),
        ...(hosts.uploadUrl === undefined ? {} : { uploadUrl }),
        ...(hosts.authorizeUrl === undefined ? {} : { authorizeUrl })
      })
    })
  )
