import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { parseConnector } from '@watchword/protocol/api/connector.ts'
import { configurationReaders, ruleReaders } from '@watchword/protocol/api/connector-fields.ts'
import { idTokenRules } from '@watchword/protocol/consumers/id-token-rules.ts'
import { mappableAttributes } from '@watchword/protocol/consumers/mappable-attributes.ts'
import { signatureAlgorithms } from '@watchword/protocol/jose/algorithms.ts'
import { Problem } from '../../api/problem.ts'
import { fields } from './fields.ts'
import { localFaults, serverFaults } from './form-faults.ts'
import {
  bodyOf,
  type ConnectorValues,
  type FieldName,
  newValues,
  ruleNames,
  valuesOf,
} from './form-values.ts'
import { discoveryAddress } from './issuer-address.ts'
import { methodOf, methods } from './method.ts'
import { stricter, triableRules, withRule } from './report-only.ts'
import { fieldOfRule } from './rule-fields.ts'
import { randomSecret } from './secret.ts'
import { someConnector } from './some-connector.ts'

/** The form against the reader of the API itself: what it sends is taken, and what the API knows it shows. */

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwtPublicKey = publicKey.export({ format: 'pem', type: 'spki' }).toString().trim()
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const privatePem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()

/** A form that is filled in to the last field, whatever its method needs. */
const full: ConnectorValues = {
  ...newValues,
  name: 'Brand',
  issuer: 'https://login.brand.example',
  issuerDisplayName: 'Brand',
  discoveryEndpoint: 'https://login.brand.example/.well-known/openid-configuration',
  jwksEndpoint: 'https://login.brand.example/jwks',
  jwtPublicKey,
  authorizationEndpoint: 'https://login.brand.example/authorize',
  tokenEndpoint: 'https://login.brand.example/token',
  clientId: 'watchword',
  clientSecret: 'a secret of the brand',
  scopes: ['profile'],
  authorizeParameters: [{ name: 'prompt', value: 'login' }],
  redirectUris: ['https://www.brand.example/returned'],
  sharesIdentity: true,
  claimMapping: [{ name: 'ctmrinfo.ctype', value: 'https://brand.example/tier' }],
  algorithms: ['ES256', 'RS256'],
  clockToleranceSeconds: 5,
  audience: ['chat'],
  reportOnly: { encryptionRequired: true, audience: [] },
}

const read = (values: ConnectorValues) =>
  parseConnector(bodyOf(values), {
    mode: 'create',
    keptSecret: undefined,
    isExempt: () => false,
  })

/** What the API would refuse of it, as the form shows it. */
async function refusedFields(values: ConnectorValues) {
  const reading = await read(values)
  if (reading.ok) return {}
  return serverFaults(new Problem('no', { status: 400, fields: reading.faults }), values).byField
}

const keyWays = ['DISCOVERY', 'JWKS_ENDPOINT', 'PUBLIC_JWT_KEY'] as const

/** Each choice that decides what else is asked. */
const choices: readonly ConnectorValues[] = methods.flatMap((method) =>
  keyWays.map((jwtValidationType) => ({ ...full, method, jwtValidationType })),
)

describe('what the API knows of a connector', () => {
  test('has a field, but for PKCE, which is a method', () => {
    const known = [...Object.keys(configurationReaders), 'clientSecret']
    const shown = new Set<string>(Object.keys(newValues))
    assert.deepEqual(
      known.filter((member) => !shown.has(member)),
      ['pkceEnabled'],
    )
    const others = [...shown].filter((name) => !known.includes(name))
    assert.deepEqual(others, ['name', 'method'])
  })

  test('its rules are those that can be tried', () => {
    assert.deepEqual([...ruleNames].sort(), Object.keys(ruleReaders).sort())
  })

  test('algorithms and choices are those of the API', () => {
    const optionsOf = (name: FieldName) =>
      fields.flatMap((field) => (field.name === name && 'options' in field ? field.options : []))
    assert.deepEqual([...optionsOf('algorithms')].sort(), [...signatureAlgorithms].sort())
    for (const name of [
      ...(['jwtValidationType', 'tokenEndpointAuthMethod'] as const),
      ...(['tokenRequestFormat', 'unknownSdes'] as const),
    ]) {
      const { schema } = configurationReaders[name]
      const allowed = JSON.stringify(schema)
      const options = optionsOf(name)
      assert.ok(options.length > 1, name)
      for (const option of options) assert.ok(allowed.includes(`"${option}"`), `${name} ${option}`)
    }
  })

  test('every attribute that may be mapped is taken', async () => {
    const claimMapping = [...mappableAttributes].slice(0, 50).map((name) => ({ name, value: 'a' }))
    assert.deepEqual(await refusedFields({ ...full, claimMapping }), {})
  })

  test('a rule of the id_token leads to a setting that there is, or to none', () => {
    const withSetting = idTokenRules.filter((rule) => {
      const field = fieldOfRule(rule, someConnector(1))
      assert.ok(field === undefined || field in newValues, rule)
      return field !== undefined
    })
    assert.ok(withSetting.length >= 12, withSetting.join())
    // Of these, the token alone decides.
    for (const rule of ['size', 'form', 'json', 'claims', 'sub', 'nonce']) {
      assert.ok(!(withSetting as readonly string[]).includes(rule), rule)
    }
  })
})

describe('what the form sends', () => {
  for (const values of choices) {
    test(`is taken: ${values.method}, ${values.jwtValidationType}`, async () => {
      const reading = await read(values)
      assert.ok(reading.ok, reading.ok ? '' : JSON.stringify(reading.faults))
      const { type, configuration } = reading.value
      assert.equal(methodOf({ type, configuration: wire(configuration) }), values.method)
    })
  }

  test('comes back as it was typed, for each method, but for the secret', async () => {
    for (const values of choices) {
      const reading = await read(values)
      assert.ok(reading.ok)
      const { type, configuration } = reading.value
      const back = valuesOf({
        ...someConnector(type),
        name: reading.value.name,
        configuration: wire(configuration),
      })
      for (const { name, matters } of fields) {
        if (!matters(values) || name === 'clientSecret') continue
        assert.deepEqual(back[name], values[name], `${values.method} ${name}`)
      }
    }
  })

  test('what a new form starts with is what the API starts with', async () => {
    const bare = { name: 'Brand', type: 1, configuration: { issuer: 'i', jwtPublicKey } }
    const reading = await parseConnector(bare, {
      ...{ mode: 'create', keptSecret: undefined, isExempt: () => false },
    })
    assert.ok(reading.ok)
    const defaults: Readonly<Record<string, unknown>> = reading.value.configuration
    for (const name of [
      ...ruleNames,
      ...(['jsMethodName', 'jsContext', 'rfcCompliance', 'scopes', 'redirectUris'] as const),
      ...(['tokenRequestFormat', 'preferred', 'sharesIdentity', 'delegationEnabled'] as const),
    ]) {
      assert.deepEqual(newValues[name], defaults[name], name)
    }
  })

  test('a secret that was made here is one that may be kept', async () => {
    const values = { ...full, method: 'code', clientSecret: randomSecret() } as const
    const reading = await read(values)
    assert.ok(reading.ok && reading.value.secret.kind === 'replace')
    assert.equal(reading.value.secret.value, values.clientSecret)
  })

  test('a private key goes where a secret goes', async () => {
    const values: ConnectorValues = {
      ...full,
      ...{ method: 'pkce', tokenEndpointAuthMethod: 'private_key_jwt', clientSecret: privatePem },
    }
    assert.deepEqual(await refusedFields(values), {})
    const wrong = { ...values, clientSecret: 'no key at all' }
    assert.deepEqual(Object.keys(await refusedFields(wrong)), ['clientSecret'])
  })

  test('the address that is offered for an issuer is one that is taken', async () => {
    for (const issuer of ['https://login.brand.example', 'https://brand.example/a/b/']) {
      const discoveryEndpoint = discoveryAddress(issuer) ?? ''
      assert.deepEqual(await refusedFields({ ...full, issuer, discoveryEndpoint }), {}, issuer)
    }
  })
})

describe('what the form demands is what the API demands', () => {
  let emptied: readonly { values: ConnectorValues; name: FieldName; isRequired: boolean }[] = []
  before(() => {
    emptied = choices.flatMap((values) =>
      fields
        .filter(({ name, matters }) => matters(values) && typeof values[name] === 'string')
        .filter(({ name }) => name !== 'method' && name !== 'jwtValidationType')
        .map(({ name, required }) => {
          const without = { ...values, [name]: '' }
          return { values: without, name, isRequired: required?.(without) ?? false }
        }),
    )
  })

  test('without a field that is needed it is refused, and the fault comes to that field', async () => {
    const needed = emptied.filter(({ isRequired }) => isRequired)
    assert.ok(needed.length > 20)
    for (const { values, name } of needed) {
      const about = `${values.method} ${values.jwtValidationType} without ${name}`
      const words = { required: 'needed', address: 'address' }
      assert.equal(localFaults(values, words)[name], 'needed', about)
      assert.ok(Object.hasOwn(await refusedFields(values), name), about)
    }
  })

  test('without one that is not needed it is taken, unless only the server can know', async () => {
    const optional = emptied.filter(({ isRequired }) => !isRequired)
    for (const { values, name } of optional) {
      const refused = Object.keys(await refusedFields(values))
      // Whether a secret is needed depends on whether one is kept.
      const expected = name === 'clientSecret' ? ['clientSecret'] : []
      assert.deepEqual(refused, expected, `${values.method} without ${name}`)
    }
  })

  test('addresses: what is refused here is refused there', async () => {
    for (const address of ['login', 'ftp://a.b/c', 'https://', 'https://a b', 'javascript:1']) {
      const values = { ...full, discoveryEndpoint: address }
      const words = { required: 'needed', address: 'address' }
      assert.ok('discoveryEndpoint' in (await refusedFields(values)), address)
      assert.ok('discoveryEndpoint' in localFaults(values, words), address)
    }
  })

  test('what only the server refuses comes to its field, too', async () => {
    const wrong: Partial<ConnectorValues> = {
      ...{ issuer: 'i'.repeat(256), jsMethodName: 'no name', jsContext: '1' },
      ...{ redirectUris: ['not a uri'], scopes: ['two words'], jwtPublicKey: 'rubbish' },
      claimMapping: [{ name: 'ctmrinfo.nothing', value: 'x' }],
      authorizeParameters: [{ name: 'state', value: 'x' }],
      ...{ clockToleranceSeconds: 301, audience: [''], algorithms: [] },
      reportOnly: { clockToleranceSeconds: -1 },
    }
    const values: ConnectorValues = {
      ...full,
      ...{ method: 'code', jwtValidationType: 'PUBLIC_JWT_KEY' },
    }
    for (const [name, value] of Object.entries(wrong)) {
      const refused = await refusedFields({ ...values, [name]: value })
      assert.deepEqual(Object.keys(refused), [name], name)
      assert.ok((refused[name as FieldName] ?? '').length > 5, name)
    }
  })

  test('seconds that were emptied are no 0: by themselves the default, of a rule on trial refused', async () => {
    const byDefault = await read({ ...full, clockToleranceSeconds: '' })
    assert.ok(byDefault.ok)
    assert.equal(byDefault.value.configuration.clockToleranceSeconds, 60)
    const tried = await refusedFields({ ...full, reportOnly: { clockToleranceSeconds: '' } })
    assert.deepEqual(Object.keys(tried), ['reportOnly'])
  })
})

describe('rules that are only tried, as the API reads them', () => {
  const loose: ConnectorValues = {
    ...full,
    ...{ textTimes: true, unknownSdes: 'drop', allowMissingAudience: true, reportOnly: {} },
  }

  test('each that is offered is taken, alone and all together', async () => {
    let all = loose
    for (const rule of triableRules(loose)) {
      const one = { ...loose, reportOnly: withRule(loose, rule, true) }
      assert.deepEqual(await refusedFields(one), {}, rule)
      const reading = await read(one)
      assert.ok(reading.ok)
      const tried = reading.value.configuration.reportOnly
      assert.deepEqual(tried?.[rule], stricter(rule, loose)?.[rule], rule)
      all = { ...all, reportOnly: withRule(all, rule, true) }
    }
    assert.equal(Object.keys(all.reportOnly).length, ruleNames.length)
    assert.deepEqual(await refusedFields(all), {})
  })
})

type Configuration = Extract<
  Awaited<ReturnType<typeof read>>,
  { ok: true }
>['value']['configuration']

/** As the API answers it: nothing is undefined. */
function wire(configuration: Configuration) {
  const shown = someConnector(1).configuration
  const entries = Object.entries(configuration).map(([name, value]) => [name, value ?? null])
  return { ...shown, ...Object.fromEntries(entries), clientSecret: null } as typeof shown
}
