import { createConnection } from 'node:net'

/** One keep-alive HTTP/1.1 connection that sends a request when the answer to the last one is there. */
export type HttpConnection = {
  /** Sends a whole request as it goes over the wire; answers its status. */
  send(request: string): Promise<number>
  close(): void
}

/** Connects. Small on purpose: the load generator must cost less than any server it measures. */
export function connect(port: number): HttpConnection {
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true })
  let received: Buffer = Buffer.alloc(0)
  let resolve: ((status: number) => void) | undefined
  let reject: ((fault: Error) => void) | undefined
  const fail = (fault: Error) => reject?.(fault)
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('The server closed the connection.')))
  socket.on('data', (data: Buffer) => {
    received = received.length === 0 ? data : Buffer.concat([received, data])
    const end = responseEnd(received)
    if (end === undefined) return
    const status = Number(received.toString('latin1', 9, 12))
    received = received.subarray(end)
    resolve?.(status)
  })
  return {
    send: (request) =>
      new Promise((answered, failed) => {
        resolve = answered
        reject = failed
        socket.write(request)
      }),
    close: () => {
      reject = undefined
      socket.destroy()
    },
  }
}

/** Where the first response in the bytes ends; `undefined` while it is not all there. RFC 9112 section 6. */
export function responseEnd(bytes: Buffer): number | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const bodyStart = headEnd + 4
  const head = bytes.toString('latin1', 0, bodyStart)
  if (/^HTTP\/1\.1 (1..|204|304)/.test(head)) return bodyStart
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) {
    const end = bodyStart + Number(length)
    return end <= bytes.length ? end : undefined
  }
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return lastChunkEnd(bytes, bodyStart)
  throw new Error('The response has neither a length nor chunks.')
}

function lastChunkEnd(bytes: Buffer, start: number): number | undefined {
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    at = lineEnd + 2 + size + 2
    if (at > bytes.length) return undefined
    if (size === 0) return at
  }
}

/** A request as bytes on the wire. */
export function requestText(
  method: string,
  path: string,
  options: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): string {
  const { headers = {}, body = '' } = options
  const all = {
    host: '127.0.0.1',
    ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}
