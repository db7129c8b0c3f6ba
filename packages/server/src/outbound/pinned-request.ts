import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent, request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { AnswerFacts, ForeignRequestBody } from '#domain/foreign-keys/foreign-call.ts'
import { factsOf } from '#outbound/answer-facts.ts'
import { hostOf, portOf } from '#outbound/exceptions.ts'
import { version } from '#version.ts'

// Own agents: the global one may be told by the environment to use a proxy. Nothing is kept between two calls, so
// neither a connection nor a TLS session of one account serves another.
const agent = new Agent({ keepAlive: false, maxCachedSessions: 0 })
const plainAgent = new PlainAgent({ keepAlive: false })

const mostHeaderBytes = 16 * 1024
/** More are checked, but not tried. */
const mostAddresses = 8

export type PinnedRequest = {
  readonly url: URL
  /** All of them checked. */
  readonly addresses: readonly string[]
  readonly signal: AbortSignal
  /** With it a POST, else a GET. */
  readonly sent: ForeignRequestBody | undefined
}

/** An answer whose body was not read yet, and what it says around it. */
export type PinnedAnswer = { readonly response: IncomingMessage; readonly facts: AnswerFacts }

/**
 * Sends a request to one of the addresses given, whatever the name stands for by now (DNS rebinding); name and
 * certificate are those of the URL. Under TLS nothing is sent before the certificate was found good. Rejects with the
 * error of the runtime. Redirects are answers like any other.
 */
export function requestPinned({
  url,
  addresses,
  signal,
  sent,
}: PinnedRequest): Promise<PinnedAnswer> {
  const host = hostOf(url)
  const body = sent && Buffer.from(sent.text.reveal())
  const options = {
    method: body === undefined ? 'GET' : 'POST',
    host,
    port: portOf(url),
    path: `${url.pathname}${url.search}`,
    lookup: lookupOf(addresses.slice(0, mostAddresses)),
    signal,
    maxHeaderSize: mostHeaderBytes,
    headers: {
      host: url.host,
      ...headersOf(sent),
      'accept-encoding': 'identity',
      'user-agent': `Watchword/${version}`,
      connection: 'close',
      ...(body && { 'content-length': body.length }),
    },
  }
  return new Promise((resolve, reject) => {
    const call =
      url.protocol === 'https:'
        ? request({
            ...options,
            agent,
            servername: isIP(host) === 0 ? host : '',
            // Said here, so that no variable of the environment can switch it off.
            rejectUnauthorized: true,
            minVersion: 'TLSv1.2',
          })
        : plainRequest({ ...options, agent: plainAgent })
    call
      .on('response', (response) => resolve({ response, facts: factsOf(response) }))
      .on('error', reject)
      .end(body)
  })
}

function headersOf(sent: ForeignRequestBody | undefined): Readonly<Record<string, string>> {
  if (sent === undefined) return { accept: 'application/json, application/jwk-set+json' }
  const { contentType, authorization } = sent
  return {
    accept: 'application/json',
    'content-type': contentType,
    ...(authorization && { authorization: authorization.reveal() }),
  }
}

/** Answers what was checked, and asks nobody. */
function lookupOf(addresses: readonly string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_hostname, { all, family }, callback) => {
    const wanted =
      family === 4 || family === 6 ? known.filter((one) => one.family === family) : known
    const [first] = wanted
    if (all === true) callback(null, wanted)
    else if (first === undefined) callback(new Error('no address'), '')
    else callback(null, first.address, first.family)
  }
}
