/** So many users are written by one call: it shows progress, and none takes long. */
export const batchLength = 500

/** A list in parts of the length of a batch. */
export function batchesOf<T>(list: readonly T[], length = batchLength): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / length) }, (_, index) =>
    list.slice(index * length, (index + 1) * length),
  )
}
