import { decodePart, type JsonObject, longestToken, readPart } from '../jose/compact-part.ts'
import {
  contentEncryptions,
  type DecryptionKey,
  decryptJwe,
  type JweHeader,
  type JweRefusal,
} from '../jose/decrypt-jwe.ts'
import { fail, pass, type RuleResult, skip } from './id-token-rules.ts'
import { shownValue } from './shown-value.ts'

/** What was read of a token, if enough of it is right for that. */
export type OpenedIdToken = {
  readonly results: readonly RuleResult[]
  /** The header of what is around the signed token, if it is encrypted. */
  readonly encryption: JweHeader | undefined
} & (
  | { readonly header: JsonObject | undefined; readonly claims: undefined }
  | {
      readonly header: JsonObject
      readonly claims: JsonObject
      /** The signed token, decrypted. */
      readonly token: string
    }
)

/**
 * The rules from `size` to `json`, and `claims` if they are no object: what must hold before anything is read. An
 * encrypted token is decrypted, and then read like one that never was.
 */
export async function openIdToken(
  token: string,
  decryptionKeys: readonly DecryptionKey[],
  encryptionRequired: boolean,
): Promise<OpenedIdToken> {
  const outer = judgeForm(token)
  if (outer.some(isFailure)) return closed(outer)
  const isEncrypted = token.split('.', 4).length > 3
  if (!isEncrypted) {
    const jwe = encryptionRequired ? notEncrypted : plain
    return openSigned(
      token,
      [...outer, jwe, skip('nested', 'the token is not encrypted')],
      undefined,
    )
  }
  const decryption = await decryptJwe(token, decryptionKeys)
  if (!decryption.ok) {
    const { refusal, header } = decryption
    const value = header && shownValue(`alg ${header.alg}, enc ${header.enc}, kid ${header.kid}`)
    const failed = fail('jwe', '1004', jweMessages[refusal], { value, advice: jweAdvice })
    return closed([...outer, failed], header)
  }
  const { header, plaintext } = decryption
  const decrypted = pass('jwe', `${header.alg} with ${header.enc}`, {
    value: shownValue(`kid ${header.kid}`),
  })
  const inner = plaintext.toString('latin1')
  const isNested =
    (header.cty === undefined || /^(?:application\/)?jwt$/i.test(header.cty)) &&
    inner.split('.', 4).length === 3 &&
    judgeForm(inner).every((result) => !isFailure(result))
  if (!isNested) return closed([...outer, decrypted, notNested], header)
  const nested = pass('nested', 'a signed token was encrypted')
  return openSigned(inner, [...outer, decrypted, nested], header)
}

const plain = skip('jwe', 'the token is not encrypted')

/** The rule `jwe` of a token that had to be encrypted and is not. */
export const notEncrypted = fail('jwe', '1004', 'the token is not encrypted', {
  advice: 'The connector asks for encryption: encrypt the signed token to our published key.',
})

const notNested = fail('nested', '1008', 'what was encrypted is not a signed token', {
  advice: 'Sign the claims first, then encrypt the signed token, with cty "JWT" in the header.',
})

const jweMessages: Readonly<Record<JweRefusal, string>> = {
  too_long: 'the encrypted token is too long',
  not_compact: 'the encrypted token lacks a part',
  not_base64url: 'the encrypted token is not base64url',
  not_json: 'the header of the encrypted token is not JSON',
  bad_header: 'the header of the encrypted token lacks alg or enc, or asks for what is not offered',
  wrong_algorithm: 'the key is encrypted by an algorithm that is not offered',
  wrong_encryption: 'the content is encrypted by an algorithm that is not offered',
  unknown_key: 'it is encrypted to a key that is not ours, or no longer',
  decryption: 'it cannot be decrypted',
}

const jweAdvice = `Encrypt to our published key, with its kid: alg RSA-OAEP-256, enc ${contentEncryptions.join(', ')}, no compression.`

function closed(
  results: readonly RuleResult[],
  encryption?: JweHeader,
  header?: JsonObject,
): OpenedIdToken {
  return { results, encryption, header, claims: undefined }
}

function isFailure({ verdict }: RuleResult): boolean {
  return verdict === 'fail'
}

/** The rules `size`, `form` and `encoding`. */
function judgeForm(token: string): readonly RuleResult[] {
  const value = `${token.length} characters`
  if (token.length > longestToken) {
    const message = `the token is longer than ${longestToken} characters`
    return [
      fail('size', '1001', message, { value, advice: 'Send fewer claims, or keep lp_sdes short.' }),
    ]
  }
  const size = pass('size', 'not too long', { value })
  const parts = token.split('.', 6)
  // The unsecured form of RFC 7519 section 6.1: told by its own name, because so much depends on it.
  if (parts.length === 3 && parts.indexOf('') === 2) {
    const unsigned = { value: 'an empty signature', advice: signAdvice }
    return [size, fail('form', '1008', 'the token is not signed', unsigned)]
  }
  if ((parts.length !== 3 && parts.length !== 5) || parts.includes('')) {
    const message = 'the token has neither three nor five parts with dots between them'
    return [
      size,
      fail('form', '1008', message, { value: `${parts.length} parts`, advice: formAdvice }),
    ]
  }
  const form = pass('form', parts.length === 3 ? 'a signed token' : 'an encrypted token')
  const index = parts.findIndex((part) => decodePart(part) === undefined)
  if (index < 0) return [size, form, pass('encoding', 'base64url')]
  const reason = encodingFault(parts[index] ?? '')
  const message = `part ${index + 1} is not base64url: ${reason}`
  return [size, form, fail('encoding', '1001', message, { advice: encodingAdvice })]
}

const jsonAdvice =
  'Let a library write the token: header and claims are JSON objects in UTF-8, with each member once.'

const formAdvice =
  'Send the whole id_token and nothing else: no "Bearer", no quotes, not the access token, not a code.'

const signAdvice =
  'Let the identity provider sign the token, usually by RS256. A token with "alg": "none" is never taken.'

const encodingAdvice =
  'Send the token byte for byte as the identity provider made it: no "Bearer", no quotes, no line end, no padding.'

function encodingFault(part: string): string {
  if (/\s/.test(part)) return 'it holds white space'
  if (part.endsWith('=')) return 'it is padded with ='
  if (/[+/]/.test(part)) return 'it is plain base64, with + and /'
  return /^[\w-]*$/.test(part) ? 'its last character is wrong' : 'it holds other characters'
}

/** The rule `json`, and `claims` where they are no object. */
function openSigned(
  token: string,
  before: readonly RuleResult[],
  encryption: JweHeader | undefined,
): OpenedIdToken {
  const [first = '', second = ''] = token.split('.', 2)
  const header = readPart(Buffer.from(first, 'base64url'))
  if (!header.ok) {
    const reason = header.fault === 'not_json' ? header.reason : 'it is not an object'
    const failed = fail('json', '1009', `the header cannot be read: ${reason}`, {
      advice: jsonAdvice,
    })
    return closed([...before, failed], encryption)
  }
  const claims = readPart(Buffer.from(second, 'base64url'))
  if (claims.ok) {
    const results = [...before, pass('json', 'header and claims are JSON')]
    return { results, encryption, header: header.members, claims: claims.members, token }
  }
  const failed =
    claims.fault === 'not_json'
      ? [
          fail('json', '1009', `the claims cannot be read: ${claims.reason}`, {
            advice: jsonAdvice,
          }),
        ]
      : [
          pass('json', 'header and claims are JSON'),
          fail('claims', '1011', 'the claims are not an object', {
            advice: 'Sign a JSON object of claims: {"iss":…,"sub":…,"exp":…,"iat":…}.',
          }),
        ]
  return closed([...before, ...failed], encryption, header.members)
}
