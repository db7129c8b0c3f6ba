import { type TSchema, Type } from 'typebox'

/**
 * Readers of single values in a request body, contract 1 section 4.3: number-or-string and
 * boolean-or-string come in, real types go out. Each reader carries the JSON Schema of what it
 * accepts, so the validation and the published API have one source.
 */

/** One thing wrong with a body, contract README "validation failure". Never holds the value. */
export type Fault = { readonly path: string; readonly reason: string }

/** What became of a body: the typed value, or every fault in it. */
export type ParseResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** Whether a body makes an object or replaces one, contract 1 section 4.1. */
export type InputMode = 'create' | 'update'

/** Where a reader reports to, and what the body is for. */
export type InputContext = { readonly mode: InputMode; readonly faults: Fault[] }

/** Reads one value; `undefined` means refused, with the fault reported. */
export type Read<T> = (value: unknown, path: string, context: InputContext) => T | undefined

/** How one value is read, and the JSON Schema of what is accepted. */
export type Reader<T> = { readonly schema: TSchema; readonly read: Read<T> }

/** Faults told at most: a hostile body must not buy an answer larger than itself. */
export const maxFaults = 1000

/** Reports a fault and refuses the value. */
export function refuse(context: InputContext, path: string, reason: string): undefined {
  if (context.faults.length < maxFaults) context.faults.push({ path, reason })
  return undefined
}

/** A rule on the form of a text: one linear pattern, and the reason given when it fails. */
export type TextForm = { readonly pattern: RegExp; readonly reason: string }

/** Bounds of a text, in characters (code points, as JSON Schema counts). */
export type TextRule = {
  readonly min?: number
  readonly max: number
  /** Allows tab, line feed and carriage return; other control characters are always refused. */
  readonly lines?: boolean
  /** Allows an empty text when an object is replaced: read-modify-write of a hidden field. */
  readonly emptyOnUpdate?: boolean
  readonly form?: TextForm
}

const controlOrBreak = /[\p{Cc}\u2028\u2029]/u
const controlButLines = /(?![\t\n\r])\p{Cc}/u

/** A well-formed text without control characters. A number is not a text. */
export function text(rule: TextRule): Reader<string> {
  const { min = 0, max, form } = rule
  const forbidden = rule.lines ? controlButLines : controlOrBreak
  const fault = (value: string, mode: InputMode): string | undefined => {
    if (value === '' && (min === 0 || (rule.emptyOnUpdate && mode === 'update'))) return undefined
    const length = lengthUpTo(value, max)
    if (length > max) return `must have at most ${max} characters`
    if (length < min)
      return min === 1 ? 'must not be empty' : `must have at least ${min} characters`
    if (!value.isWellFormed()) return 'must be well-formed Unicode'
    if (forbidden.test(value)) return 'must not contain control characters'
    if (form !== undefined && !form.pattern.test(value)) return form.reason
    return undefined
  }
  return {
    schema: Type.String({
      ...(min > 0 && !rule.emptyOnUpdate ? { minLength: min } : {}),
      maxLength: max,
      ...(form === undefined ? {} : { description: form.reason }),
    }),
    read: (value, path, context) => {
      if (typeof value !== 'string') return refuse(context, path, 'must be a string')
      const reason = fault(value, context.mode)
      return reason === undefined ? value : refuse(context, path, reason)
    },
  }
}

/** A secret: any well-formed text up to a length. What makes it good is the domain's to say. */
export function secret(max: number): Reader<string> {
  return {
    schema: Type.String({ maxLength: max, writeOnly: true }),
    read: (value, path, context) => {
      if (typeof value !== 'string') return refuse(context, path, 'must be a string')
      if (lengthUpTo(value, max) > max)
        return refuse(context, path, `must have at most ${max} characters`)
      return value.isWellFormed() ? value : refuse(context, path, 'must be well-formed Unicode')
    },
  }
}

function lengthUpTo(value: string, max: number): number {
  if (value.length <= max || value.length > 2 * max) return value.length
  return [...value].length
}

const integerText = /^-?\d{1,16}$/

/** A whole number within bounds, as a number or as its decimal text ("4"). */
export function integer(minimum: number, maximum: number): Reader<number> {
  return {
    schema: Type.Union([
      Type.Integer({ minimum, maximum }),
      Type.String({ pattern: integerText.source }),
    ]),
    read: (value, path, context) => {
      const number = typeof value === 'string' && integerText.test(value) ? Number(value) : value
      if (!Number.isSafeInteger(number)) return refuse(context, path, 'must be an integer')
      const whole = (number as number) + 0
      if (whole >= minimum && whole <= maximum) return whole
      return refuse(context, path, `must be from ${minimum} to ${maximum}`)
    },
  }
}

/**
 * The id of an entity: a safe integer from -1 up, because the root agent group is -1
 * (contract 1 section 2.4).
 */
export const entityId: Reader<number> = integer(-1, Number.MAX_SAFE_INTEGER)

/** A truth value, as a boolean or as "true" / "false". */
export const flag: Reader<boolean> = {
  schema: Type.Union([
    Type.Boolean(),
    Type.Unsafe<string>({ type: 'string', enum: ['true', 'false'] }),
  ]),
  read: (value, path, context) => {
    if (value === true || value === 'true') return true
    if (value === false || value === 'false') return false
    return refuse(context, path, 'must be true or false')
  },
}

/** An array of at most so many items. A longer one is refused unread. */
export function list<T>(item: Reader<T>, maxItems: number): Reader<readonly T[]> {
  return {
    schema: Type.Array(item.schema, { maxItems }),
    read: readEach(item.read, maxItems),
  }
}

/** Reads the items of an array, all of them, so that the faults of each are told. */
export function readEach<T>(read: Read<T>, maxItems: number): Read<readonly T[]> {
  return (value, path, context) => {
    if (!Array.isArray(value)) return refuse(context, path, 'must be an array')
    if (value.length > maxItems) return refuse(context, path, `must have at most ${maxItems} items`)
    const items: T[] = []
    for (const [index, raw] of value.entries()) {
      const item = read(raw, `${path}[${index}]`, context)
      if (item !== undefined) items.push(item)
    }
    return items.length === value.length ? items : undefined
  }
}

/** A set of ids: repeats are dropped, the order of first mention stays. */
export function ids(maxItems: number, item: Reader<number> = entityId): Reader<readonly number[]> {
  const { schema, read } = list(item, maxItems)
  return {
    schema,
    read: (value, path, context) => {
      const items = read(value, path, context)
      return items === undefined ? undefined : [...new Set(items)]
    },
  }
}

/** A value that may be null and means something then, on a field that must be there. */
export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  return {
    schema: Type.Union([reader.schema, Type.Null()]),
    read: (value, path, context) => (value === null ? null : reader.read(value, path, context)),
  }
}
