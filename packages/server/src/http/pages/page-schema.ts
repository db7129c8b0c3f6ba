import { Type } from 'typebox'

/**
 * Pages are for browsers, and lead from one to the next by themselves: the description of the API names where one
 * comes in, not what follows.
 */
export const pageSchema = {
  hide: true,
  produces: ['text/html'],
  params: Type.Object({ accountId: Type.String() }),
} as const
