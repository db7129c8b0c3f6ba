import { DomainError, type DomainErrorCode } from '#domain/errors.ts'

/** Collects what is wrong with a body, so that every fault is told at once. */
export type Faults = {
  /** `place` is '' or '[3].' and stands before the path, so that a bulk body's bad items are named. */
  add(place: string, path: string, reason: string): void
  /** Throws if there are any. */
  settle(message: string): void
}

const maxTold = 1000

/** Faults of one kind, thrown under one code. */
export function createFaults(code: DomainErrorCode): Faults {
  const fields: string[] = []
  return {
    add: (place, path, reason) => {
      if (fields.length < maxTold) fields.push(`${place}${path}: ${reason}`)
    },
    settle: (message) => {
      if (fields.length > 0) throw new DomainError(code, message, { fields })
    },
  }
}

/** Where an item stands in its body: nowhere for a bare object, `[3].` for the fourth of a list. */
export function placeOf(single: boolean, index: number): string {
  return single ? '' : `[${index}].`
}
