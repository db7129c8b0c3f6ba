import http from 'node:http'

/** A request as it stands on the wire: nothing is encoded, corrected or left out. */
export type RawRequest = {
  readonly origin: string
  readonly method: string
  readonly path: string
  /** Names and values in turn, repeats included. */
  readonly headers?: readonly string[]
  readonly body?: Buffer | undefined
}

export type RawAnswer = {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
}

/** `undefined`: the server hung up while it was still being sent to, as it may on a body that is too large. */
export function rawCall(agent: http.Agent, request: RawRequest): Promise<RawAnswer | undefined> {
  const { origin, method, path, headers = [], body } = request
  const { hostname, port, host } = new URL(origin)
  const framing = body === undefined ? [] : ['content-length', String(body.length)]
  return new Promise((resolve, reject) => {
    const sent = http.request(
      { agent, hostname, port, method, path, headers: ['host', host, ...headers, ...framing] },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', () => resolve(undefined))
        response.on('end', () => {
          const { statusCode = 0, headers: answered } = response
          resolve({ status: statusCode, headers: answered, text: Buffer.concat(chunks).toString() })
        })
      },
    )
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(undefined)
      else reject(error)
    })
    sent.end(body)
  })
}
