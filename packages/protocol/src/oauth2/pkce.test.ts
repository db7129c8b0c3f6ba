import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { codeChallengeOf, isCodeChallenge, isCodeVerified, isCodeVerifier } from './pkce.ts'

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

describe('RFC 7636', () => {
  test('appendix B: the worked example', () => {
    assert.equal(codeChallengeOf(verifier), challenge)
    assert.equal(isCodeVerified(verifier, challenge), true)
  })

  test('section 4.1: a verifier is 43 to 128 unreserved characters', () => {
    assert.deepEqual(
      [42, 43, 128, 129].map((length) => isCodeVerifier('a'.repeat(length))),
      [false, true, true, false],
    )
    assert.equal(isCodeVerifier('-._~'.repeat(11)), true)
    for (const character of ['+', '/', '=', ' ', '%', 'é', '\n']) {
      assert.equal(isCodeVerifier('a'.repeat(43) + character), false, JSON.stringify(character))
    }
  })

  test('an S256 challenge is 43 characters of base64url', () => {
    assert.deepEqual(
      [challenge, `${challenge}=`, challenge.slice(1), `${challenge.slice(1)}~`, ''].map(
        isCodeChallenge,
      ),
      [true, false, false, false, false],
    )
  })

  test('section 4.6: wrong, missing, short, long, or equal to the challenge', () => {
    const refused: readonly [string | undefined, string | undefined][] = [
      [verifier.replace('d', 'e'), challenge],
      [challenge, challenge],
      [undefined, challenge],
      ['', challenge],
      [verifier.slice(1), challenge],
      ['a'.repeat(129), codeChallengeOf('a'.repeat(129))],
      [verifier, verifier],
      [verifier, ''],
    ]
    for (const [given, kept] of refused)
      assert.equal(isCodeVerified(given, kept), false, String(given))
  })

  test('RFC 9700 section 4.8.2: a verifier for a code without challenge is refused', () => {
    assert.equal(isCodeVerified(verifier, undefined), false)
    assert.equal(isCodeVerified(undefined, undefined), true)
  })
})
