import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readParameters } from '../oauth2/parameters.ts'
import { postLogoutLocation, readLogoutHint, readLogoutRequest } from './logout.ts'

const issuer = 'https://auth.example/oidc/acme'
const claims = { iss: issuer, sub: '7', aud: 'app', sid: 's1' }

describe('RP-Initiated Logout section 2: the hint', () => {
  const rows: readonly [
    string,
    Record<string, unknown> | undefined,
    string | undefined,
    boolean,
  ][] = [
    ['its own', claims, undefined, true],
    ['with its client_id', claims, 'app', true],
    ['an audience of one', { ...claims, aud: ['app'] }, 'app', true],
    ['not verified', undefined, undefined, false],
    ['of another client_id', claims, 'other', false],
    ['of another issuer', { ...claims, iss: `${issuer}x` }, undefined, false],
    ['of two audiences', { ...claims, aud: ['app', 'other'] }, undefined, false],
    ['without a subject', { ...claims, sub: 7 }, undefined, false],
    ['without an audience', { ...claims, aud: undefined }, undefined, false],
  ]
  for (const [name, sent, clientId, proves] of rows) {
    test(`${name}: ${proves ? 'proves' : 'proves nothing'}`, () => {
      const hint = readLogoutHint(sent, { issuer, clientId })
      const expected = { subject: '7', audience: 'app', sessionId: 's1' }
      assert.deepEqual(hint, proves ? expected : undefined)
    })
  }
})

describe('RP-Initiated Logout section 3: where the browser goes', () => {
  const uri = 'https://app.example/bye'
  const rows: readonly [string, string, string | undefined][] = [
    ['registered', `post_logout_redirect_uri=${uri}`, uri],
    ['with state', `post_logout_redirect_uri=${uri}&state=a%20b%26c`, `${uri}?state=a%20b%26c`],
    ['none', 'state=x', undefined],
    ['not registered', `post_logout_redirect_uri=${uri}/`, undefined],
    ['with a query added', `post_logout_redirect_uri=${uri}?x=1`, undefined],
    [
      'with a state without end',
      `post_logout_redirect_uri=${uri}&state=${'x'.repeat(2049)}`,
      undefined,
    ],
    ['what runs', 'post_logout_redirect_uri=javascript:alert(1)', undefined],
  ]
  for (const [name, sent, expected] of rows) {
    test(name, () => {
      const registered = [uri, 'javascript:alert(1)']
      assert.equal(
        postLogoutLocation(readLogoutRequest(readParameters(sent)), registered),
        expected,
      )
    })
  }

  test('a registered query is kept', () => {
    const request = readLogoutRequest(
      readParameters(`post_logout_redirect_uri=${encodeURIComponent(`${uri}?a=1`)}&state=s`),
    )
    assert.equal(postLogoutLocation(request, [`${uri}?a=1`]), `${uri}?a=1&state=s`)
  })
})
