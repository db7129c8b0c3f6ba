import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, test } from 'node:test'
import vm from 'node:vm'
import { delegationSample, methodPath, samplesOf } from './samples.ts'
import { someConnector as connector } from './some-connector.ts'

const about = (given: Parameters<typeof samplesOf>[0]['connector']) => ({
  ...{ connector: given, accountId: 'acme', origin: 'https://auth.example' },
})

/** A page, as far as the samples use one. */
function pageWith(globals: object): vm.Context {
  const page: Record<string, unknown> = { ...globals, URLSearchParams, String, Error }
  page['window'] = page
  return vm.createContext(page)
}

describe('code for the brand’s page', () => {
  test('implicit: the function calls back with the id_token', async () => {
    const { supply } = samplesOf(about(connector(1)))
    const page = pageWith({ fetch: async () => ({ ok: true, text: async () => 'a.b.c' }) })
    vm.runInContext(supply, page)
    const given = await new Promise((resolve) => {
      page['lpGetAuthenticationToken']((...args: unknown[]) => resolve(args))
    })
    assert.deepEqual(given, ['a.b.c'])
  })

  test('implicit: nobody is logged in, so it calls back with a reason', async () => {
    const { supply } = samplesOf(about(connector(1)))
    const page = pageWith({ fetch: async () => ({ ok: false }) })
    vm.runInContext(supply, page)
    const given = await new Promise<unknown[]>((resolve) => {
      page['lpGetAuthenticationToken']((...args: unknown[]) => resolve(args))
    })
    assert.equal(given[0], '')
    assert.match(`${given[1]}`, /not logged in/)
  })

  for (const pkceEnabled of [false, true]) {
    test(`code${pkceEnabled ? ' + PKCE' : ''}: asks without a page and hands over the code`, async () => {
      const one = connector(2, {
        ...{ clientId: "o'brien", pkceEnabled, scopes: ['email'] },
        ...{ authorizationEndpoint: 'https://login.example/auth' },
        ...{ redirectUris: ['https://www.example/returned'] },
      })
      const { supply } = samplesOf(about(one))
      const frame = { src: '', hidden: false, contentWindow: {}, remove: () => undefined }
      let take: ((event: object) => void) | undefined
      const page = pageWith({
        crypto: { randomUUID: () => 'state-1' },
        location: { origin: 'https://www.example' },
        document: { createElement: () => frame, body: { append: () => undefined } },
        addEventListener: (_name: string, listener: (event: object) => void) => {
          take = listener
        },
        removeEventListener: () => undefined,
      })
      vm.runInContext(supply, page)
      const answer = new Promise((resolve) => {
        page['lpGetAuthenticationToken'](resolve, 'challenge-1')
      })
      const asked = new URL(frame.src)
      assert.equal(asked.origin + asked.pathname, 'https://login.example/auth')
      assert.equal(asked.searchParams.get('client_id'), "o'brien")
      assert.equal(asked.searchParams.get('scope'), 'openid email')
      assert.equal(asked.searchParams.get('code_challenge'), pkceEnabled ? 'challenge-1' : null)
      const from = { origin: 'https://www.example', source: frame.contentWindow }
      take?.({ ...from, origin: 'https://evil.example', data: '?code=evil&state=state-1' })
      take?.({ ...from, data: '?code=evil&state=other' })
      take?.({ ...from, data: '?code=good&state=state-1' })
      assert.deepEqual(
        { ...((await answer) as object) },
        { ssoKey: 'good', redirect_uri: 'https://www.example/returned' },
      )
    })
  }

  test('the method is looked up where the connector says, objects and all', () => {
    const one = connector(1, { jsContext: 'window.brand', jsMethodName: 'auth.getToken' })
    assert.equal(methodPath(one), 'window.brand.auth.getToken')
    const page = pageWith({})
    vm.runInContext(samplesOf(about(one)).supply, page)
    assert.equal(typeof page['brand'].auth.getToken, 'function')
    assert.equal(methodPath(connector(1)), 'window.lpGetAuthenticationToken')
    assert.equal(
      methodPath(connector(1, { jsContext: 'brand' })),
      'window.brand.lpGetAuthenticationToken',
    )
  })

  test('whatever an issuer holds, it is a text of the sample and nothing else', () => {
    for (const issuer of [
      `'); alert(1); ('`,
      '</script><script>alert(1)</script>',
      '\\',
      'a"b',
      '\u2028',
      'two\nlines\r\n',
      '$(id)`id`',
      'Zoë 𝒳',
    ]) {
      const { identity } = samplesOf(about(connector(1, { issuer })))
      assert.ok(!identity.includes('</script'), identity)
      const page = pageWith({ customerSub: 'sub-1' })
      vm.runInContext(identity, page)
      let told: { readonly iss?: unknown } = {}
      page['lpTag'].identities[0]((one: object) => {
        told = one
      })
      assert.equal(told.iss, issuer)
    }
  })

  test('nobody logged in: the identity is null', () => {
    const page = pageWith({ customerSub: undefined })
    vm.runInContext(samplesOf(about(connector(1))).identity, page)
    let told: unknown = 'nothing'
    page['lpTag'].identities[0]((one: unknown) => {
      told = one
    })
    assert.equal(told, null)
  })

  test('the call names account, connector and what the method sends', () => {
    const url = 'https://auth.example/api/account/acme/app/7/authenticate?v=3.0'
    const implicit = samplesOf(about(connector(1))).curl
    assert.ok(implicit.includes(url))
    assert.ok(implicit.includes('{"id_token":"<id_token>"}'))
    const code = samplesOf(about(connector(2, { clientId: 'c' }))).curl
    assert.ok(code.includes('"redirect_uri":"https://liveperson.net"'))
    assert.ok(!code.includes('code_verifier'))
    const pkce = samplesOf(about(connector(2, { clientId: 'c', pkceEnabled: true }))).curl
    assert.ok(pkce.includes('"code_verifier"'))
    const anonymous = samplesOf(about(connector(0, { issuer: null }))).curl
    assert.ok(anonymous.includes('/api/account/acme/anonymous/authorize'))
    const quoted = connector(2, { redirectUris: ["https://a.b/'; rm -rf x; '"] })
    assert.ok(samplesOf(about(quoted)).curl.includes(`'\\''; rm -rf x; '\\''`))
  })

  test('a shell makes one word of each value, whatever it is, and runs nothing', () => {
    const nasty = `https://a.example/'$(echo ran)\`echo ran\`"\\x?a=1&b=2#Zoë\nend`
    const redirected = { ...{ clientId: 'c', pkceEnabled: true }, redirectUris: [nasty] }
    const origin = "https://auth.example/o'x$(echo ran)"
    for (const [one, body] of [
      [connector(1), { id_token: '<id_token>' }],
      [
        connector(2, redirected),
        { code: '<code>', redirect_uri: nasty, code_verifier: '<code verifier>' },
      ],
    ] as const) {
      const words = wordsIn(samplesOf({ ...about(one), origin }).curl)
      assert.ok(words.includes(`${origin}/api/account/acme/app/7/authenticate?v=3.0`))
      assert.deepEqual(JSON.parse(words.at(-1) ?? ''), body)
    }
    const delegated = wordsIn(delegationSample({ ...about(connector(2)), origin }))
    assert.equal(
      delegated[2],
      `${origin}/api/account/acme/watchword/consumers/<consumer id>/delegation`,
    )
    assert.deepEqual(JSON.parse(delegated.at(-1) ?? ''), {
      ...{ connectorId: 7, conversationId: '<conversation id>' },
    })
  })

  test('the objects on the way are made, and those that are there are kept', () => {
    const one = connector(1, { jsContext: 'shop.customer', jsMethodName: 'auth.getToken' })
    const customer = { name: 'kept' }
    const page = pageWith({ shop: { customer } })
    vm.runInContext(samplesOf(about(one)).supply, page)
    assert.equal(page['shop'].customer, customer)
    assert.equal(typeof page['shop'].customer.auth.getToken, 'function')
  })

  test('an anonymous consumer needs nothing of the page', () => {
    const samples = samplesOf(about(connector(0)))
    assert.deepEqual([samples.supply, samples.loggedIn], ['', ''])
    const page = pageWith({})
    vm.runInContext(samples.identity, page)
    const told: unknown[] = []
    page['lpTag'].identities[0]((identity: unknown) => told.push(identity))
    assert.deepEqual(told, [null])
  })
})

/** What a shell makes of a script, with a `curl` that only tells its words. */
function wordsIn(script: string): readonly string[] {
  const told = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${script}`])
  return told.toString().split('\0').slice(0, -1)
}
