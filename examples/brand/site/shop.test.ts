import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type BrandIdp, startBrandIdp } from '../idp/start-brand-idp.ts'
import { switchNames } from '../idp/switches.ts'
import { createShop } from './shop.ts'

describe('the shop', () => {
  let idp: BrandIdp

  before(async () => {
    idp = await startBrandIdp({ shop: createShop(() => idp, undefined) })
  })
  beforeEach(() => idp.mend())
  after(() => idp.stop())

  const post = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${idp.origin}${path}`, { method: 'POST', body, headers })

  test('its pages run no script but their own, and stand in no frame but one', async () => {
    const shop = await fetch(idp.origin)
    const policy = shop.headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'; script-src 'self'/)
    assert.match(policy, /frame-ancestors 'none'/)
    const text = await shop.text()
    assert.doesNotMatch(text, /<script(?! type="module" src="\/page\/)|\son[a-z]+=|style=/)
    const returned = await fetch(`${idp.origin}/returned`)
    assert.match(returned.headers.get('content-security-policy') ?? '', /frame-ancestors 'self'/)
  })

  test('what runs in the browser is the source without its types', async () => {
    const script = await fetch(`${idp.origin}/page/shop.ts`)
    assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8')
    assert.doesNotMatch(await script.text(), /: Flow/)
    for (const name of ['../idp/switches.ts', '..%2fhtml.ts', 'tsconfig.json', 'none.ts', '']) {
      assert.equal((await fetch(`${idp.origin}/page/${name}`)).status, 404, name)
    }
  })

  test('switches are flipped by pages of its own alone', async () => {
    const body = JSON.stringify({ name: 'expired-token', isOn: true })
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
    ]) {
      assert.equal((await post('/switches', body, headers)).status, 403)
    }
    assert.equal(idp.switches().size, 0)
    const states = (await (
      await post('/switches', body, { origin: idp.origin })
    ).json()) as object[]
    assert.equal(states.length, switchNames.length)
    assert.deepEqual([...idp.switches()], ['expired-token'])
  })

  test('what is no switch, no JSON or too long changes nothing', async () => {
    for (const body of ['', '[]', 'null', '{"name":"__proto__","isOn":true}', '{"name":1}']) {
      assert.equal((await post('/switches', body)).status, 200)
    }
    const long = await post('/switches', `"${'x'.repeat(100_000)}"`).catch(() => undefined)
    assert.notEqual(long?.status, 500)
    assert.equal(idp.switches().size, 0)
    assert.equal((await post('/nowhere', '{}')).status, 404)
    assert.equal((await fetch(`${idp.origin}/toString`)).status, 404)
    assert.equal((await post('/explain', '{}')).status, 404, 'there is nobody to ask')
  })

  test('its facts name nobody who is not signed in', async () => {
    const facts = (await (await fetch(`${idp.origin}/shop.json`)).json()) as Record<string, unknown>
    assert.deepEqual(Object.keys(facts), ['issuer', 'clientIds'])
  })
})
