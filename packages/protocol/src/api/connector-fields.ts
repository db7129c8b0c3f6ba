import { Type } from 'typebox'
import { mappableAttributes } from '../consumers/mappable-attributes.ts'
import { longestPastedKey } from '../consumers/read-public-key.ts'
import { signatureAlgorithms } from '../jose/algorithms.ts'
import { flag, integer, type Reader, refuse, text } from './input-reader.ts'
import { listOf } from './list-of.ts'
import { membersOf, oneOf, pathOf, refuseUnknown, schemasOf } from './strict-input.ts'

/**
 * How each member of a connector's `configuration` is read (contract 3 section 3.1). What several of them together must
 * be is in `connector-rules.ts`.
 */

const longestAddress = 2048

/** An address; whether it must be https is a rule of its own, since the operator may except hosts. */
const address: Reader<string> = (() => {
  const bounded = text({ min: 1, max: longestAddress })
  return {
    schema: { ...bounded.schema, pattern: '^https?://' },
    read: (value, path, context) => {
      const given = bounded.read(value, path, context)
      if (given === undefined) return undefined
      // What URL parsers pass over in silence is refused, as readers disagree on it.
      if (!/^https?:\/\/[^/?#\\]/.test(given) || /[\s\\]/.test(given) || !URL.canParse(given)) {
        return refuse(context, path, 'must be a valid address that begins with https://')
      }
      if (given.includes('#')) return refuse(context, path, 'must have no fragment')
      return /^[^/]*\/\/[^/?]*@/.test(given)
        ? refuse(context, path, 'must have no user name or password')
        : given
    },
  }
})()

/** An object path on a page: the window walks it, and calls what it finds. */
const dotted = text({
  min: 1,
  max: 255,
  form: {
    pattern: /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/,
    reason: 'must be a name, or names with dots between, such as window or brand.auth.getToken',
  },
})

const visible = text({
  min: 1,
  max: 255,
  form: { pattern: /^[\x20-\x7e]+$/, reason: 'must be visible ASCII characters' },
})

/** Any text: it is compared with `iss`, character by character. A space at its end was pasted with it. */
const issuer = text({
  min: 1,
  max: 255,
  form: { pattern: /^\S(?:.*\S)?$/u, reason: 'must not begin or end with a space' },
})

/** RFC 6749 section 3.3. */
const scopeToken = text({
  min: 1,
  max: 255,
  form: { pattern: /^[\x21\x23-\x5b\x5d-\x7e]+$/, reason: 'must be one scope, without spaces' },
})

/** What we send ourselves, or what would move the request out of our hands (RFC 9101, OAuth 2.0 Multiple Responses). */
const ownParameters: ReadonlySet<string> = new Set([
  ...['client_id', 'client_secret', 'response_type', 'response_mode', 'redirect_uri', 'scope'],
  ...['state', 'nonce', 'code_challenge', 'code_challenge_method', 'request', 'request_uri'],
])

const authorizeParameters = textsByName({
  max: 20,
  value: text({ max: 1000 }),
  faultOf: (name) => {
    if (ownParameters.has(name)) return 'is sent by us: leave it out'
    return /^[A-Za-z0-9_.~-]{1,64}$/.test(name)
      ? undefined
      : 'must be named by 1 to 64 letters, digits or _ . ~ -'
  },
  description: 'Further parameters of the authorization request, such as `prompt`',
})

const claimMapping = textsByName({
  max: 50,
  value: text({ min: 1, max: 255 }),
  faultOf: (name) =>
    mappableAttributes.has(name)
      ? undefined
      : 'is not an attribute that a token may set, such as ctmrinfo.ctype or personal.company',
  description: 'By attribute, such as `ctmrinfo.ctype`: the claim that it is taken from',
})

/** Settings that decide which tokens are taken. */
export const ruleReaders = {
  algorithms: listOf(oneOf(signatureAlgorithms), { min: 1, max: 4, unique: true }),
  clockToleranceSeconds: integer(0, 300),
  audience: listOf(text({ min: 1, max: 255 }), { max: 20, unique: true }),
  allowMissingAudience: flag,
  encryptionRequired: flag,
  textTimes: flag,
  unknownSdes: oneOf(['refuse', 'drop'] as const),
}

/** Any part of the rules. A misspelt one would count nobody, so it is a fault. */
const reportOnly: Reader<{ readonly [K in keyof typeof ruleReaders]?: ValueOf<K> }> = {
  schema: Type.Object(
    Object.fromEntries(
      Object.entries(schemasOf(ruleReaders)).map(([name, schema]) => [name, Type.Optional(schema)]),
    ),
    { additionalProperties: false },
  ),
  read: function parseReportOnly(value, path, context) {
    const members = membersOf(value, path, context)
    if (members === undefined) return undefined
    refuseUnknown(members, Object.keys(ruleReaders), path, context)
    const given = Object.entries(ruleReaders).flatMap(([name, reader]): [string, unknown][] => {
      const member = members.get(name) ?? undefined
      return member === undefined ? [] : [[name, reader.read(member, pathOf(path, name), context)]]
    })
    return Object.fromEntries(given)
  },
}

type ValueOf<K extends keyof typeof ruleReaders> =
  (typeof ruleReaders)[K] extends Reader<infer T> ? T : never

/** Every member but `clientSecret`. */
export const configurationReaders = {
  preferred: flag,
  issuerDisplayName: text({ max: 100 }),
  issuer,
  authorizationEndpoint: address,
  tokenEndpoint: address,
  clientId: visible,
  jwtValidationType: oneOf(['PUBLIC_JWT_KEY', 'JWKS_ENDPOINT', 'DISCOVERY'] as const),
  jwtPublicKey: text({ min: 1, max: longestPastedKey, lines: true }),
  jwksEndpoint: address,
  discoveryEndpoint: address,
  jsMethodName: dotted,
  jsContext: dotted,
  pkceEnabled: flag,
  rfcCompliance: flag,
  scopes: listOf(scopeToken, { max: 50, unique: true }),
  authorizeParameters,
  redirectUris: listOf(text({ min: 1, max: 1024 }), { max: 100, unique: true }),
  tokenEndpointAuthMethod: oneOf([
    'client_secret_basic',
    'client_secret_post',
    'private_key_jwt',
    'none',
  ] as const),
  tokenRequestFormat: oneOf(['form', 'json'] as const),
  delegationEnabled: flag,
  sharesIdentity: flag,
  claimMapping,
  ...ruleReaders,
  reportOnly,
}

/** An object of texts whose names have a rule. */
function textsByName(options: {
  readonly max: number
  readonly value: Reader<string>
  readonly faultOf: (name: string) => string | undefined
  readonly description: string
}): Reader<Readonly<Record<string, string>>> {
  const { max, value: reader, faultOf, description } = options
  return {
    schema: Type.Record(Type.String(), reader.schema, { maxProperties: max, description }),
    read: function parseTexts(value, path, context) {
      const members = membersOf(value, path, context)
      if (members === undefined) return undefined
      if (members.size > max) return refuse(context, path, `must have at most ${max} members`)
      const texts = [...members].map(([name, member]) => {
        const place = pathOf(path, name)
        const fault = faultOf(name)
        if (fault !== undefined) return [name, refuse(context, place, fault)]
        return [name, reader.read(member, place, context)]
      })
      return Object.fromEntries(texts)
    },
  }
}
