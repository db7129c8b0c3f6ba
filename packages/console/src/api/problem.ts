/** One fault of a field that the server named: `<path>: <reason>`. */
export type FieldFault = { readonly path: string; readonly reason: string }

/** An answer that says no, or none at all (`status` 0). Its message is for people. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: number | undefined
  readonly fields: readonly FieldFault[]
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(
    message: string,
    details: {
      readonly status: number
      readonly code?: number | undefined
      readonly fields?: readonly FieldFault[]
      readonly requestId?: string | undefined
      readonly retryAfterSeconds?: number | undefined
    },
  ) {
    super(message)
    this.status = details.status
    this.code = details.code
    this.fields = details.fields ?? []
    this.requestId = details.requestId
    this.retryAfterSeconds = details.retryAfterSeconds
  }

  /** It was changed since it was read (`If-Match`). */
  get isConflict(): boolean {
    return this.status === 412
  }
}

/** Reads a refusal: the envelope of our APIs, OAuth 2.0's, the consumer IDP's, or none that is known. */
export async function readProblem(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '')
  const { message, code, fields } = describe(parse(text))
  return new Problem(message ?? `The server answered ${response.status}.`, {
    status: response.status,
    code,
    fields,
    requestId: response.headers.get('x-request-id') ?? undefined,
    retryAfterSeconds: wholeNumber(response.headers.get('retry-after')),
  })
}

type Described = {
  readonly message: string | undefined
  readonly code: number | undefined
  readonly fields: readonly FieldFault[]
}

function describe(body: unknown): Described {
  const outer = record(body)
  const inner = record(outer['error'])
  const source = Object.keys(inner).length > 0 ? inner : outer
  const message = [source['message'], source['error_description'], source['internalErrorMessage']]
  const code = source['internalCode'] ?? source['internalErrorCode']
  return {
    message: message.find((one) => typeof one === 'string'),
    code: wholeNumber(code),
    fields: Array.isArray(source['fields']) ? source['fields'].flatMap(readFault) : [],
  }
}

/** A number, or as the consumer IDP and headers have it, a text of its digits. */
function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}

function readFault(text: unknown): readonly FieldFault[] {
  if (typeof text !== 'string') return []
  const mark = text.indexOf(': ')
  return mark === -1
    ? [{ path: '', reason: text }]
    : [{ path: text.slice(0, mark), reason: text.slice(mark + 2) }]
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
