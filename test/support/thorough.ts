/** Whether what is random is repeated as often as CI does, where processes are killed more often as well. */
export const thorough = process.env["EFFECT_BOX_KILLS"] !== undefined

/** Whether this is CI, also where nothing is repeated more often. Elsewhere fewer processes are started. */
export const isCI = thorough || process.env["CI"] !== undefined

/** So many seeds, from 0 on. */
export const seeds = ({ inCI, otherwise }: { readonly inCI: number; readonly otherwise: number }) =>
  Array.from({ length: thorough ? inCI : otherwise }, (_, seed) => seed)
