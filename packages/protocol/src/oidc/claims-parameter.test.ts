import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseClaimsParameter } from './claims-parameter.ts'

describe('OIDC Core 5.5: the claims parameter', () => {
  test('the example of section 5.5', () => {
    const read = parseClaimsParameter(
      JSON.stringify({
        userinfo: {
          given_name: { essential: true },
          nickname: null,
          email_verified: { essential: true },
          'http://example.info/claims/groups': null,
        },
        id_token: {
          auth_time: { essential: true },
          acr: { values: ['urn:mace:incommon:iap:silver'] },
          sub: { value: '248289761001' },
        },
        unknown: [],
      }),
    )
    const usual = { essential: false, values: undefined }
    assert.deepEqual(
      [...(read?.userinfo ?? [])],
      [
        ['given_name', { essential: true, values: undefined }],
        ['nickname', usual],
        ['email_verified', { essential: true, values: undefined }],
        ['http://example.info/claims/groups', usual],
      ],
    )
    assert.deepEqual(
      [...(read?.idToken ?? [])],
      [
        ['auth_time', { essential: true, values: undefined }],
        ['acr', { essential: false, values: ['urn:mace:incommon:iap:silver'] }],
        ['sub', { essential: false, values: ['248289761001'] }],
      ],
    )
  })

  test('names of strangers are names, whatever they are', () => {
    const read = parseClaimsParameter(
      '{"userinfo":{"constructor":null,"toString":{"essential":true}}}',
    )
    assert.deepEqual([...(read?.userinfo.keys() ?? [])], ['constructor', 'toString'])
    assert.equal(read?.idToken.get('constructor'), undefined)
  })

  const wrong: readonly string[] = [
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '{"userinfo":[]}',
    '{"userinfo":"email"}',
    '{"id_token":{"acr":true}}',
    '{"id_token":{"acr":{"essential":"yes"}}}',
    '{"id_token":{"acr":{"values":"x"}}}',
    '{"id_token":{"acr":1e999}}',
    JSON.stringify({
      userinfo: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`c${at}`, null])),
    }),
  ]
  for (const text of wrong) {
    test(`${text.slice(0, 60)} is refused`, () => {
      assert.equal(parseClaimsParameter(text), undefined)
    })
  }
})
