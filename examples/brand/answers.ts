import type { ServerResponse } from 'node:http'

/** Script, style and frames of our own alone; questions to ourselves and to the services on this machine. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self' http://127.0.0.1:*",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
]

const common = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** A page; only the page that takes tokens may stand in a frame, and in one of ours. */
export function sendPage(
  response: ServerResponse,
  status: number,
  markup: string,
  framedBy: "'none'" | "'self'" = "'none'",
): void {
  response
    .writeHead(status, {
      ...common,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': [...policy, `frame-ancestors ${framedBy}`].join('; '),
    })
    .end(markup)
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { ...common, 'content-type': 'application/json' })
    .end(JSON.stringify(body))
}

export function sendFile(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { ...common, 'content-type': `${type}; charset=utf-8` }).end(text)
}
