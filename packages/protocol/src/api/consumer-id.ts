import { Type } from 'typebox'

/** The platform's id of a consumer, as it stands in paths and bodies. */
export const ConsumerId = Type.String({
  description: '64 hex characters, the same on every channel',
  examples: ['5f0d8a2c1e3b4f6a7c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d'],
})

/** A text as the id of a consumer; `undefined`: it is none. */
export function parseConsumerId(text: unknown): string | undefined {
  return typeof text === 'string' && /^[0-9a-f]{64}$/.test(text) ? text : undefined
}
