/** Addresses of this machine, which nothing leaves. */

/** The names that lead nowhere else, and the addresses themselves. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === "localhost" ||
  hostname.endsWith(".localhost") ||
  hostname === "[::1]" ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname)
