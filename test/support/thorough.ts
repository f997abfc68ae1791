/** Whether what is random is repeated as often as CI does, where processes are killed more often as well. */
export const thorough = process.env["EFFECT_BOX_KILLS"] !== undefined
