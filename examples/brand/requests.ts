import type { IncomingMessage } from 'node:http'

const mostBytes = 64 * 1024

/** The whole body as text. Throws if it is longer than anything that is sent here. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > mostBytes) throw new Error('The body is too long.')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await readBody(request))
}

/** The members of a JSON body; none if it is something else. */
export async function readJson(
  request: IncomingMessage,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse(await readBody(request))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}

/** Whether a page of another origin sent it. A browser says so; what is no browser has no cookies to be abused. */
export function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  // Asked first: without a referrer a form of our own has the origin "null".
  if (site !== undefined) return site !== 'same-origin'
  return origin !== undefined && origin !== `http://${host}`
}
