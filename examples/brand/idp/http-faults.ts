import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SwitchName } from './switches.ts'

/** What a fault is given: the exchange, how long slow is, and what would answer if all were well. */
export type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly slowMs: number
  readonly pass: () => void
}

type Answer = (exchange: Exchange) => void

/** What is answered in place of the key set or of the token endpoint. */
const faults: Partial<Record<SwitchName, Answer>> = {
  'keys-down': breakOff,
  'keys-slow': wait,
  'keys-endless': sendWithoutEnd,
  'keys-elsewhere': ({ response }) => {
    response.writeHead(302, { location: '/nowhere' }).end()
  },
  'token-endpoint-down': breakOff,
  'token-endpoint-refuses': ({ response }) => sendJson(response, 400, { error: 'invalid_code' }),
  'token-endpoint-broken': ({ response }) => {
    response
      .writeHead(500, { 'content-type': 'text/html; charset=utf-8' })
      .end('<!doctype html><title>Error</title><h1>Something went wrong</h1>')
  },
  'token-endpoint-slow': wait,
  'missing-id-token': ({ response }) =>
    sendJson(response, 200, {
      access_token: 'an-access-token',
      token_type: 'Bearer',
      expires_in: 600,
    }),
}

/** The fault that is on for a path of the identity provider, if it is one of HTTP. */
export function httpFault(path: string, on: ReadonlySet<SwitchName>): Answer | undefined {
  const isKeySet = path === '/jwks'
  if (!isKeySet && path !== '/token') return undefined
  const name = [...on].find(
    (one) => faults[one] !== undefined && one.startsWith('keys-') === isKeySet,
  )
  return name && faults[name]
}

function breakOff({ request }: Exchange): void {
  request.socket.destroy()
}

function wait({ response, slowMs, pass }: Exchange): void {
  const timer = setTimeout(pass, slowMs)
  response.on('close', () => clearTimeout(timer))
}

const piece = ' '.repeat(16 * 1024)
/** Nobody reads for longer; and if somebody did, this is not to be the end of the machine. */
const mostPieces = 64 * 1024

/** Begins like a key set, and goes on as long as somebody reads. */
function sendWithoutEnd({ response }: Exchange): void {
  response.writeHead(200, { 'content-type': 'application/jwk-set+json' })
  response.write('{"keys":[')
  let left = mostPieces
  const go = () => {
    while (left > 0 && !response.destroyed) {
      left -= 1
      if (!response.write(piece)) break
    }
    if (left === 0) response.destroy()
  }
  response.on('drain', go)
  go()
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
    })
    .end(JSON.stringify(body))
}
