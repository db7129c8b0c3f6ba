import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import type { AnswerFacts } from '#domain/foreign-keys/foreign-call.ts'
import { maxAgeSeconds } from '#outbound/max-age.ts'

const longestShown = 100

/** What an answer says around its body. Read while its connection is there, for the certificate. */
export function factsOf({ statusCode = 0, headers, socket }: IncomingMessage): AnswerFacts {
  const { date, age } = headers
  const cacheControl = headers['cache-control']
  return {
    status: statusCode,
    contentType: shown(headers['content-type']),
    cacheControl: shown(cacheControl),
    maxAgeSeconds: maxAgeSeconds(cacheControl, age),
    dateMs: timeOf(date),
    certificateExpiresAt:
      socket instanceof TLSSocket ? timeOf(socket.getPeerCertificate().valid_to) : undefined,
  }
}

function shown(text: string | undefined): string | undefined {
  return text?.slice(0, longestShown).replace(/[^\x20-\x7e]/g, '?')
}

function timeOf(text: string | undefined): number | undefined {
  const time = Date.parse((text ?? '').slice(0, longestShown))
  return Number.isNaN(time) ? undefined : time
}
