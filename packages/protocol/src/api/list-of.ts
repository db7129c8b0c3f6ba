import { type TSchema, Type } from 'typebox'
import { type Reader, readEach, refuse } from './input-reader.ts'

/** An array within bounds; each of its faults is told. */
export function listOf<T>(
  item: Reader<T>,
  bounds: { readonly min?: number; readonly max: number; readonly unique?: boolean },
): Reader<readonly T[]> {
  const { min = 0, max, unique = false } = bounds
  const readAll = readEach(item.read, max)
  const schema: TSchema = Type.Array(item.schema, {
    ...(min > 0 ? { minItems: min } : {}),
    maxItems: max,
    ...(unique ? { uniqueItems: true } : {}),
  })
  return {
    schema,
    read: (value, path, context) => {
      const items = readAll(value, path, context)
      if (items === undefined) return undefined
      if (items.length < min) return refuse(context, path, `must have at least ${min} item`)
      if (unique && new Set(items).size < items.length) {
        return refuse(context, path, 'must name nothing twice')
      }
      return items
    },
  }
}
