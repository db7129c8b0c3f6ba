import { CompactEncrypt, importJWK, type JWK } from 'jose'

const alg = 'RSA-OAEP-256'

/** Encrypts a token, signed or not, to the key that is published for that: "JWS inside JWE" (contract 3 section 5.1). */
export async function encryptToken(token: string, keysUrl: string): Promise<string> {
  const response = await fetch(keysUrl)
  const { keys } = (await response.json()) as { readonly keys: readonly JWK[] }
  const jwk = keys.find(({ kty, use }) => kty === 'RSA' && use === 'enc')
  if (jwk === undefined) throw new Error(`There is no key for encryption at ${keysUrl}.`)
  const { kid } = jwk
  return new CompactEncrypt(Buffer.from(token))
    .setProtectedHeader({ alg, enc: 'A256GCM', cty: 'JWT', ...(kid !== undefined && { kid }) })
    .encrypt(await importJWK(jwk, alg))
}
