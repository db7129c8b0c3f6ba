import pino, { type DestinationStream, type Logger } from 'pino'

/** The log, as those who write to it know it. */
export type Log = Logger

/**
 * The log: one JSON object a line, on the standard error stream, because the standard output belongs to
 * what a command was asked for. What is secret by its name, or looks like one of our tokens, is never
 * written, at whatever depth it stands.
 */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors are described below; what Fastify and pino would do to them is not wanted.
      serializers: { err: asItIs },
      formatters: {
        level: (label) => ({ level: label }),
        log: (members) => redactMembers(members, 0),
      },
    },
    destination,
  )
}

function asItIs(value: unknown): unknown {
  return value
}

const hidden = '[redacted]'

/** Names of members that hold a secret, in lower case and without `-` and `_`. */
const secretNames: ReadonlySet<string> = new Set([
  ...['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'xapikey'],
  ...['password', 'passwordsh', 'oldpassword', 'newpassword', 'confirmpassword', 'passwordhash'],
  ...['secret', 'clientsecret', 'appsecret', 'consumersecret', 'sharedsecret', 'mfasecret', 'otp'],
  ...['bearer', 'csrf', 'token', 'tokensecret', 'accesstoken', 'accesstokensecret', 'refreshtoken'],
  ...['idtoken', 'mfatoken', 'operatortoken', 'authcode', 'code', 'codeverifier', 'sessionid'],
  ...['masterkey', 'masterkeys', 'privatekey', 'sealedkey', 'assertion', 'clientassertion'],
])

/** Our bearers and cookies are 64 hex digits; an operator's token has a prefix; others' are JWS. */
const secretText = /\b(?:wwop_)?[0-9a-f]{64}\b|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/gi
const deepest = 6

function redactMembers(
  members: Readonly<Record<string, unknown>>,
  depth: number,
): Record<string, unknown> {
  const redacted: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(members)) {
    // A PostgreSQL or Node error has a `code` that is no secret: errors choose their own members below.
    redacted[name] = isSecretName(name) ? hidden : redactValue(value, depth)
  }
  return redacted
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.replace(secretText, hidden)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '[…]'
  if (value instanceof Error) return describeError(value, depth)
  if (value instanceof Date) return value
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1))
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return redactValue(value.toJSON(), depth + 1)
  }
  return redactMembers({ ...value }, depth + 1)
}

/** Of an error only what tells where and why: its other members may hold a row or a body. */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const code = 'code' in error ? { code: String(error.code) } : {}
  const cause = error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }
  return {
    type: error.name,
    message: error.message.replace(secretText, hidden),
    ...code,
    stack: (error.stack ?? '').replace(secretText, hidden),
    ...cause,
  }
}

function isSecretName(name: string): boolean {
  return secretNames.has(name.toLowerCase().replace(/[-_]/g, ''))
}
