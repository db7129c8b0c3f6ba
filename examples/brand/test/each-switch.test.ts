import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { connectorIds } from '../demo/brand-account.ts'
import { type Flow, flows } from '../idp/clients.ts'
import { customers } from '../idp/customers.ts'
import { type SwitchName, switchNames, switchOf } from '../idp/switches.ts'
import { type BothServers, explain, startBothServers } from './both-servers.ts'

/** Unknown keys are asked for at most every 30 seconds. */
const coolDownMs = 31_000

/** A server for a test, and a customer who has been in by every flow, if nothing is broken yet. */
async function start(
  t: { after(done: () => Promise<void>): void },
  switches: Iterable<SwitchName> = [],
): Promise<BothServers> {
  const both = await startBothServers(switches)
  t.after(() => both.stop())
  await both.logIn()
  if ([...switches].length === 0) await comeIn(both)
  return both
}

async function comeIn(both: BothServers): Promise<void> {
  for (const flow of flows) {
    const { status, body } = await both.authenticate(flow)
    assert.equal(status, 200, `${flow} ${JSON.stringify(body)}`)
  }
}

async function badOf(told: ReturnType<typeof explain>): Promise<readonly string[]> {
  return (await told).findings.filter(({ verdict }) => verdict === 'bad').map(({ name }) => name)
}

describe('the debugger names what is wrong with a token', () => {
  for (const name of switchNames) {
    const { group } = switchOf(name)
    if (group !== 'claims' && group !== 'signature') continue
    test(`${name}, by every flow; and mended, they come in again`, async (t) => {
      const both = await start(t)
      both.idp.setSwitch(name, true)
      both.server.clock.advance(coolDownMs)
      for (const flow of flows) {
        const rule = ruleOf(name, flow)
        const attempt = await both.authenticate(flow)
        const about = `${flow} ${JSON.stringify(attempt.body)}`
        if (rule === undefined) {
          assert.equal(attempt.status, 200, about)
          continue
        }
        assert.ok([400, 401].includes(attempt.status), about)
        assert.equal(attempt.body['error'], rule, about)
        assert.equal((await badOf(explain(both, attempt)))[0], rule, about)
      }
      both.idp.mend()
      both.server.clock.advance(coolDownMs)
      await comeIn(both)
    })
  }
})

function ruleOf(name: SwitchName, flow: Flow): string | undefined {
  const { rules } = switchOf(name)
  if (name === 'alg-none' && flow === 'jwe') return 'nested'
  return flow === 'implicit' ? rules.pasted : rules.fetched
}

describe('the key set of the identity provider', () => {
  const words = {
    'keys-down': /could not be reached/,
    'keys-slow': /took too long/,
    'keys-endless': /too large/,
    'keys-elsewhere': /redirect/,
  } as const satisfies Partial<Record<SwitchName, RegExp>>

  for (const [name, said] of Object.entries(words) as [keyof typeof words, RegExp][]) {
    test(`${name}: the doctor names it, and known keys go on working`, async (t) => {
      const both = await start(t)
      both.idp.setSwitch(name, true)
      both.server.clock.advance(coolDownMs)
      assert.equal((await both.authenticate('jwe')).status, 200)
      for (const flow of name === 'keys-slow'
        ? (['jwe'] as const)
        : (['code', 'pkce', 'jwe'] as const)) {
        const { summary, findings } = await both.admin.check(connectorIds[flow])
        assert.match(summary, said, flow)
        assert.equal(findings.find(({ verdict }) => verdict === 'bad')?.name, 'key_set')
      }
    })

    test(`${name} from the beginning: nobody comes in, and the debugger says why`, async (t) => {
      const both = await start(t, [name])
      const attempt = await both.authenticate('jwe')
      assert.ok([401, 400, 502, 504].includes(attempt.status), JSON.stringify(attempt))
      const told = await explain(both, attempt)
      assert.equal(told.findings.find(({ verdict }) => verdict === 'bad')?.name, 'keys')
      assert.match(JSON.stringify(told), said)
    })
  }

  test('a skewed clock is named by the doctor too', async (t) => {
    const both = await start(t)
    for (const [name, said] of [
      ['clock-ahead', /clock is \d+ s ahead/],
      ['clock-behind', /clock is \d+ s behind/],
    ] as const) {
      both.idp.mend()
      both.idp.setSwitch(name, true)
      assert.match((await both.admin.check(connectorIds.code)).summary, said)
    }
  })

  test('a short key is named by the doctor too', async (t) => {
    const both = await start(t)
    both.idp.setSwitch('short-key', true)
    const { findings } = await both.admin.check(connectorIds.jwe)
    const unused = findings.filter(({ name }) => name === 'unused_key')
    assert.match(JSON.stringify(unused), /weak key.*larkspur-short/)
  })
})

describe('the token endpoint of the identity provider', () => {
  const words = {
    'token-endpoint-down': { debugger: /could not be reached/, doctor: /could not be reached/ },
    'token-endpoint-refuses': {
      debugger: /invalid_code|refused|did not accept/i,
      doctor: undefined,
    },
    'token-endpoint-broken': { debugger: /500/, doctor: /500/ },
    'token-endpoint-slow': { debugger: /too long|in time/, doctor: /too long/ },
    'missing-id-token': { debugger: /id_token/, doctor: /tokens for a made-up code/ },
  } as const satisfies Partial<Record<SwitchName, object>>

  for (const [name, said] of Object.entries(words) as [
    keyof typeof words,
    { readonly debugger: RegExp; readonly doctor: RegExp | undefined },
  ][]) {
    test(`${name}: the debugger names it`, async (t) => {
      const both = await start(t)
      both.idp.setSwitch(name, true)
      for (const flow of ['code', 'pkce'] as const) {
        const attempt = await both.authenticate(flow)
        assert.ok([401, 502, 504].includes(attempt.status), JSON.stringify(attempt))
        const { summary, advice, findings } = await explain(both, attempt)
        const bad = findings.filter(({ verdict }) => verdict === 'bad')
        assert.match(JSON.stringify({ summary, advice, bad }), said.debugger)
      }
      if (said.doctor === undefined) return
      const { findings } = await both.admin.check(connectorIds.code)
      const bad = findings.filter(({ verdict }) => verdict === 'bad')
      assert.match(JSON.stringify(bad), said.doctor)
    })
  }
})

describe('one person is one consumer', () => {
  test('the same id by every flow and by ConsumerJWS, and nothing personal in the consumer token', async (t) => {
    const both = await start(t)
    const ids = new Set<unknown>()
    for (const flow of flows) {
      const { body } = await both.authenticate(flow)
      const token = String(body['token'])
      ids.add(decodeJwt(token).sub)
      assert.doesNotMatch(JSON.stringify(decodeJwt(token)), /Ines|Okafor|ines@/)
      assert.ok(token.length < 2048)
    }
    const [first] = customers
    ids.add(await both.app.consumerIdOf(first?.id ?? ''))
    assert.equal(ids.size, 1)
    assert.notEqual(await both.app.consumerIdOf('somebody-else'), [...ids][0])
    assert.match(String([...ids][0]), /^[0-9a-f]{64}$/)
  })

  test('faults together: the debugger names all of them', async (t) => {
    const both = await start(t)
    for (const name of [
      'expired-token',
      'wrong-audience',
      'bad-lp-sdes',
      'wrong-signature',
    ] as const) {
      both.idp.setSwitch(name, true)
    }
    const told = explain(both, await both.authenticate('implicit'))
    assert.deepEqual(await badOf(told), ['signature', 'exp', 'aud', 'lp_sdes'])
  })
})
