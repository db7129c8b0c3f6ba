import { checkIdToken } from '@watchword/protocol/consumers/check-id-token.ts'
import type { IdTokenExpectation } from '@watchword/protocol/consumers/id-token-expectation.ts'
import type { IssuerKeys } from '@watchword/protocol/consumers/issuer-keys.ts'
import { recogniseToken } from '@watchword/protocol/consumers/recognise-token.ts'
import { tidiedPaste } from '@watchword/protocol/consumers/tidied-paste.ts'
import { issuerOf } from './issuer-of.ts'
import { explanationOf, type TokenExplanation } from './token-explanation.ts'

/** What a token is judged by, where there is no connector. */
export type OfflineRules = {
  readonly keys: IssuerKeys
  /** Without an issuer, the token's own is taken for right. */
  readonly expected: Omit<IdTokenExpectation, 'issuer'> & { readonly issuer: string | undefined }
  readonly nowSeconds: number
}

/** Explains a pasted token by rules and keys that are given, without a database and without asking anybody. */
export async function explainOffline(
  pasted: string,
  { keys, expected, nowSeconds }: OfflineRules,
): Promise<TokenExplanation> {
  const { text, remarks } = tidiedPaste(pasted)
  const { issuer = String(issuerOf(text) ?? ''), ...rules } = expected
  const report = await checkIdToken({
    ...{ token: text, keys, decryptionKeys: [], nowSeconds },
    expected: { ...rules, issuer },
  })
  const unjudged =
    expected.issuer === undefined ? ['The issuer was not compared: say which it must be.'] : []
  const explained = explanationOf(recogniseToken(text, { origin: undefined }), report)
  return { ...explained, remarks: [...remarks, ...unjudged] }
}
