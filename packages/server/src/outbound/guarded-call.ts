import type { IncomingMessage } from 'node:http'
import { parseStrictJson } from '@watchword/protocol/json/strict-json.ts'
import type {
  AnswerFacts,
  AskForeignServer,
  ForeignRequestBody,
} from '#domain/foreign-keys/foreign-call.ts'
import { addressKind } from '#outbound/address-kind.ts'
import { createExceptions, hostOf } from '#outbound/exceptions.ts'
import type { PinnedAnswer } from '#outbound/pinned-request.ts'
import { readBody } from '#outbound/read-body.ts'
import { type ForeignUrl, readForeignUrl } from '#outbound/read-url.ts'
import { type Refused, refuse } from '#outbound/refusal.ts'
import { createResolveHost, type ResolveHost } from '#outbound/resolve-host.ts'

export type GuardedCallOptions = {
  /** `WATCHWORD_OUTBOUND_ALLOW`. */
  readonly allow: readonly string[]
  /** Tests answer for names themselves. */
  readonly resolve?: ResolveHost
  /** For everything together, from the name to the last byte. */
  readonly timeoutMs?: number
}

const longestMs = 5000
const mostBytes = 64 * 1024
/** Calls at a time, of all accounts; how many are whose is settled by who calls, so that it never comes to this. */
const mostAtOnce = 768

/**
 * Makes the one function that asks servers of strangers (security rules: SSRF). https to public addresses, or to what
 * the operator listed; the name is resolved once, every address it stands for is checked, and the connection goes to
 * one of those. No redirect is followed, no cookie or proxy is used, and nothing is sent twice; time and size are
 * bounded; the answer must be strict JSON. Checked anew at every call, because what a name stands for changes.
 */
export function createGuardedCall(given: GuardedCallOptions): AskForeignServer {
  const { allow, resolve = createResolveHost(), timeoutMs = longestMs } = given
  const exceptions = createExceptions(allow)
  let underWay = 0

  return async (text, sent) => {
    const start = performance.now()
    const answered = (outcome: Outcome, facts?: AnswerFacts) => ({
      ...outcome,
      facts,
      latencyMs: Math.round(performance.now() - start),
    })
    const reading = readForeignUrl(text, exceptions)
    if (!reading.ok) return answered(refuse(reading.refusal))
    if (underWay >= mostAtOnce) return answered(refuse('busy'))
    underWay += 1
    const controller = new AbortController()
    // The timer holds the controller: a signal that nobody else holds may be collected before it fires.
    const timer = setTimeout(() => controller.abort(), timeoutMs)
    const call = { resolve, signal: controller.signal, deadline: start + timeoutMs, sent }
    let facts: AnswerFacts | undefined
    try {
      const connected = await connect(reading, call)
      if (!connected.ok) return answered(connected)
      facts = connected.facts
      return answered(await readAnswer(connected.response, call), facts)
    } catch (fault) {
      return answered(controller.signal.aborted ? refuse('time') : refuseFault(fault), facts)
    } finally {
      clearTimeout(timer)
      // Ends the connection, also where an answer was not read to its end.
      controller.abort()
      underWay -= 1
    }
  }
}

type Outcome = Refused | { readonly ok: true; readonly status: number; readonly value: unknown }

type Call = {
  readonly resolve: ResolveHost
  readonly signal: AbortSignal
  readonly deadline: number
  readonly sent: ForeignRequestBody | undefined
}

async function connect(
  target: ForeignUrl,
  call: Call,
): Promise<Refused | ({ readonly ok: true } & PinnedAnswer)> {
  const addresses = await addressesOf(target, call)
  call.signal.throwIfAborted()
  if (addresses.length === 0) return refuse('name')
  if (!addresses.every((address) => mayReach(target, address))) return refuse('address')
  const { signal, sent } = call
  // Loaded with the first call: Node's client for HTTP brings `fetch` with it, at 16 MB of a server that asks nobody.
  const { requestPinned } = await import('#outbound/pinned-request.ts')
  return { ok: true, ...(await requestPinned({ url: target.url, addresses, signal, sent })) }
}

async function readAnswer(response: IncomingMessage, { deadline, sent }: Call): Promise<Outcome> {
  const { statusCode: status = 0 } = response
  const document = await readDocument(response, deadline, sent !== undefined && isRefusal(status))
  if (document.ok) return { ok: true, status, value: document.value }
  // A server may refuse a POST in any form: the status is what counts, if it came to an end in time.
  const isAnswer = sent !== undefined && isRefusal(status) && document.refusal !== 'time'
  return isAnswer ? { ok: true, status, value: undefined } : document
}

/** RFC 6749 section 5.2: a refusal has a body that says why. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500
}

async function readDocument(
  response: IncomingMessage,
  deadline: number,
  mayRefuse: boolean,
): Promise<Refused | { readonly ok: true; readonly value: unknown }> {
  const fault = faultOf(response, mayRefuse)
  if (fault !== undefined) return fault
  const body = await readBody(response, { maxBytes: mostBytes, deadline })
  if (!body.ok) return refuse(body.refusal)
  const parsed = parseDocument(body.bytes)
  return parsed === undefined ? refuse('json') : { ok: true, value: parsed.json }
}

/** Empty: the name stands for nothing. Rejects when time is up, whatever the resolver does. */
async function addressesOf(
  { url, excepted }: ForeignUrl,
  { resolve, signal }: Call,
): Promise<readonly string[]> {
  const timeIsUp = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([resolve(hostOf(url), { inHouse: excepted, signal }), timeIsUp])
}

function mayReach({ url, excepted }: ForeignUrl, address: string): boolean {
  const kind = addressKind(address)
  if (url.protocol === 'http:') return kind === 'loopback'
  return kind === 'public' || (excepted && kind !== 'never')
}

/** What is wrong with an answer before its body is looked at. */
function faultOf(
  { statusCode = 0, headers }: IncomingMessage,
  mayRefuse: boolean,
): Refused | undefined {
  if (statusCode >= 300 && statusCode < 400) return refuse('redirect', statusCode)
  if (statusCode !== 200 && !mayRefuse) return refuse('status', statusCode)
  const encoding = headers['content-encoding']?.trim().toLowerCase()
  if (encoding !== undefined && encoding !== 'identity') return refuse('encoding')
  return isJson(headers['content-type']) ? undefined : refuse('type')
}

function isJson(contentType = ''): boolean {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  return /^application\/([a-z0-9.-]+\+)?json$/.test(type)
}

// With `ignoreBOM` the mark stays in the text, where it is no JSON.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function parseDocument(bytes: Buffer): { readonly json: unknown } | undefined {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return undefined
  }
  const parsed = parseStrictJson(text)
  return parsed.ok ? { json: parsed.value } : undefined
}

/** The runtime's code alone: its message may quote what the other side sent. */
function refuseFault(fault: unknown): Refused {
  const given = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
  const code = /^[A-Z0-9_]{1,60}$/.test(given) ? given : undefined
  const isCertificate = /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(given)
  return refuse(isCertificate ? 'certificate' : 'unreachable', code)
}
