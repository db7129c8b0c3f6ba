import { type TSchema, Type } from 'typebox'
import { isObject } from '../json/is-object.ts'
import { type Fault, type InputContext, type Reader, refuse, text } from './input-reader.ts'
import type { OpenObject } from './open-object.ts'

/**
 * Readers of values that the reference's configuration objects carry and that we have no rule for (contract 3 section 11):
 * clients write them, and read back what they wrote.
 */

/** One of some numbers, each with what it stands for; its text is taken too. */
export function choice<const N extends number>(
  options: readonly (readonly [number: N, meaning: string])[],
): Reader<N> {
  const told = options.map(([number, meaning]) => `${number} (${meaning})`).join(', ')
  const numbers = options.map(([number]) => number)
  const accepted = [...numbers, ...numbers.map((number) => `${number}`)]
  return {
    schema: Type.Unsafe<N>({ enum: accepted, description: told }),
    read: (value, path, context) =>
      options.find(([number]) => value === number || value === `${number}`)?.[0] ??
      refuse(context, path, `must be one of ${told}`),
  }
}

/** A number within bounds, or its decimal text. */
export function decimal(minimum: number, maximum: number): Reader<number> {
  const form = /^\d{1,9}(?:\.\d{1,9})?$/
  return {
    schema: Type.Union([
      Type.Number({ minimum, maximum }),
      Type.String({ pattern: form.source, maxLength: 19 }),
    ]),
    read: (value, path, context) => {
      const number = typeof value === 'string' && form.test(value) ? Number(value) : value
      if (typeof number === 'number' && number >= minimum && number <= maximum) return number
      return refuse(context, path, `must be a number from ${minimum} to ${maximum}`)
    },
  }
}

const idText = text({ min: 1, max: 64 })

/** An id that means something elsewhere, kept as it was written: a number, or a text. */
export const opaqueId: Reader<string | number> = {
  schema: Type.Union([Type.Integer({ minimum: 0 }), idText.schema]),
  read: (value, path, context) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
      ? value
      : idText.read(value, path, context),
}

/** An id that means something elsewhere, or a whole object with it. */
export const opaqueReference: Reader<string | number | OpenObject> = {
  schema: Type.Union([opaqueId.schema, Type.Object({}, { additionalProperties: true })]),
  read: (value, path, context) => (isObject(value) ? value : opaqueId.read(value, path, context)),
}

/** An object with whatever its author wrote. */
export const anyObject: Reader<OpenObject> = {
  schema: Type.Object({}, { additionalProperties: true }),
  read: (value, path, context) =>
    isObject(value) ? value : refuse(context, path, 'must be an object'),
}

/** Anything that JSON can say. */
export const anyValue: Reader<unknown> = {
  schema: Type.Unknown() as TSchema,
  read: (value) => value,
}

/** How much of members without a rule is kept, in characters of JSON. */
export const mostCarried = 64 * 1024

const mostMembers = 100

/** A body whose empty texts are left out: clients write them for what is not set. A name stays, to be refused. */
export function withoutEmptyTexts(body: unknown): unknown {
  if (!isObject(body)) return body
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => value !== '' || name === 'name'),
  )
}

/** The members of a body that nothing else reads. */
export function otherMembers(body: unknown, known: ReadonlySet<string>): OpenObject {
  if (!isObject(body)) return {}
  return Object.fromEntries(Object.entries(body).filter(([name]) => !known.has(name)))
}

/** What is wrong with the size of what is only carried. */
export function faultOfCarried(others: OpenObject, carried: OpenObject): readonly Fault[] {
  const context: InputContext = { mode: 'create', faults: [] }
  if (Object.keys(others).length > mostMembers) {
    refuse(context, '', `must have at most ${mostMembers} members that have no meaning here`)
  }
  if (JSON.stringify({ ...carried, ...others }).length > mostCarried) {
    refuse(context, '', `must be smaller: what is only kept may have ${mostCarried} characters`)
  }
  return context.faults
}
