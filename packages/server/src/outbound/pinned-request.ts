import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent, request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { hostOf, portOf } from '#outbound/exceptions.ts'
import { version } from '#version.ts'

// Own agents: the global one may be told by the environment to use a proxy. Nothing is kept between two calls, so
// neither a connection nor a TLS session of one account serves another.
const agent = new Agent({ keepAlive: false, maxCachedSessions: 0 })
const plainAgent = new PlainAgent({ keepAlive: false })

const mostHeaderBytes = 16 * 1024
/** More are checked, but not tried. */
const mostAddresses = 8

/**
 * Sends a GET to one of the addresses given, whatever the name stands for by now (DNS rebinding); name and certificate
 * are those of the URL. Rejects with the error of the runtime. Redirects are answers like any other.
 */
export function requestPinned(
  url: URL,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const host = hostOf(url)
  const options = {
    method: 'GET',
    host,
    port: portOf(url),
    path: `${url.pathname}${url.search}`,
    lookup: lookupOf(addresses.slice(0, mostAddresses)),
    signal,
    maxHeaderSize: mostHeaderBytes,
    headers: {
      host: url.host,
      accept: 'application/json, application/jwk-set+json',
      'accept-encoding': 'identity',
      'user-agent': `Watchword/${version}`,
      connection: 'close',
    },
  }
  return new Promise((resolve, reject) => {
    const sent =
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
    sent.on('response', resolve).on('error', reject).end()
  })
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
