/**
 * The version of this package, which the user agent and the command line show.
 *
 * `scripts/version.mjs` writes this file from `package.json`, because core reads no files at run time.
 *
 * @since 0.2.0
 */

/**
 * Such as `0.2.0`.
 *
 * @category models
 * @since 0.2.0
 */
export const version = "0.1.0"
