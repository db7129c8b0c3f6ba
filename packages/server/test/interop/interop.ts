/**
 * Signed requests by other people's libraries, over the real socket: each says the same things in its own
 * way, and must be understood. What a library is known to sign against RFC 5849 is left out by name, with
 * the reason, and so serves as documentation of its traps.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import type { SignatureMethod } from '@watchword/protocol/oauth1/hmac.ts'
import type { Storage } from '#storage/port.ts'
import { seedKey, type TestKey } from '../api-keys/support.ts'
import { createRunningClock } from '../support/clock.ts'
import { call, type SeededAccount, seedAccount, startTestServer } from '../support/test-server.ts'

/** One request, before it is signed. At most one of `json` and `form`. */
export type Job = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly json?: string
  /** Names and values, decoded, repeats included. */
  readonly form?: readonly (readonly [string, string])[]
  readonly signatureMethod: SignatureMethod
}

/** What became of a job. `baseString`: what the library signed, where it tells. */
export type Answer = {
  readonly status: number
  readonly text: string
  readonly baseString?: string | undefined
}

/** The four values of a key, as a person copies them into their program. */
export type Keys = {
  readonly consumerKey: string
  readonly consumerSecret: string
  readonly token: string
  readonly tokenSecret: string
}

/** A library under test. */
export type Signer = {
  readonly name: string
  readonly signatureMethods: readonly SignatureMethod[]
  /** What it signs wrongly, and how. */
  readonly cannot?: Partial<Readonly<Record<ScenarioName, string>>>
  send(job: Job, keys: Keys): Promise<Answer>
}

type ScenarioName = keyof typeof scenarios
type Scenario = {
  readonly method: Job['method']
  readonly path: string
  readonly json?: Readonly<Record<string, unknown>>
  readonly form?: Job['form']
  readonly expect: number
}

const configuration = '/api/account/acme/configuration'
const users = `${configuration}/le-users/users`
const skills = `${configuration}/le-users/skills`
const audit = `${configuration}/metadata/audit`
const query = '{auditData(first:1){objectType}}'
const get = (path: string): Scenario => ({ method: 'GET', path, expect: 200 })

/** `{id}` is a skill that was made for the scenario. */
const scenarios = {
  'GET without a query': get(users),
  'GET with a query': get(`${users}?include_deleted=true&select=id,loginName&v=4.0`),
  'GET with unicode': get(`${users}?q=caf%C3%A9%20%E6%97%A5%E6%9C%AC%F0%9F%98%80&r=%EF%BF%BD`),
  'GET with reserved characters': get(
    `${users}?q=%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%23%5B%5D%25&r=-._~`,
  ),
  'GET with reserved characters left bare': get(`${users}?q=!*'();:@$,/`),
  'GET with a space as %20': get(`${users}?q=a%20b%20%20c`),
  'GET with a space as +': get(`${users}?q=a+b++c`),
  'GET with repeated parameters': get(`${users}?b=2&a=2&a=10&a=1&b=%20`),
  'GET with empty values': get(`${users}?empty=&other=`),
  'GET with a bare name': get(`${users}?bare&other=1`),
  'GET with encoded names': get(`${users}?%C3%A9=1&b%5B%5D=2&a%20=3&B=4`),
  'GET with names that begin alike': get(`${users}?ab=1&a=2&a-b=3&aB=4&b=5`),
  'GET of a path with escapes': { ...get(`${skills}/%7E1%20x%2Fy`), expect: 404 },
  'POST of JSON': {
    method: 'POST',
    path: skills,
    json: { name: 'Größe & "Ünïcödé" 😀', description: "!*'();:@&=+$,/?#[] %41" },
    expect: 201,
  },
  'POST of JSON with a query': {
    method: 'POST',
    path: `${skills}?v=2.0&note=a%20b`,
    json: { name: 'with a query', description: 'x' },
    expect: 201,
  },
  'POST of a form': { method: 'POST', path: audit, form: [['query', query]], expect: 200 },
  'POST of a form with everything': {
    method: 'POST',
    path: `${audit}?from=query&q=1`,
    form: [
      ['query', `# é日本😀 !*'();:@&=+$,/?#[] %41 ~-._\n${query}`],
      ['a b', ' c  d '],
      ['empty', ''],
    ],
    expect: 200,
  },
  'POST of a form with repeated parameters': {
    method: 'POST',
    path: audit,
    form: [
      ['query', query],
      ['z', '2'],
      ['z', '10'],
      ['z', '1'],
    ],
    expect: 200,
  },
  'PUT of JSON': {
    method: 'PUT',
    path: `${skills}/{id}`,
    json: { name: 'changed', description: 'by a signed request' },
    expect: 200,
  },
  DELETE: { method: 'DELETE', path: `${skills}/{id}?v=2.0`, expect: 200 },
} as const satisfies Readonly<Record<string, Scenario>>

/** Runs all scenarios through one library. */
export function testSigner(signer: Signer, kind: Storage['kind'] = 'sqlite'): void {
  describe(`signed by ${signer.name}`, () => {
    for (const signatureMethod of signer.signatureMethods) {
      test(signatureMethod, async (t) => {
        // The libraries read the real clock.
        const clock = createRunningClock()
        const server = await startTestServer(kind, { WATCHWORD_ALLOWED_HOSTS: '*' }, { clock })
        t.after(() => server.stop())
        const account = await seedAccount(server, 'acme')
        const key = await seedKey(server, account.id, { privileges })
        for (const [name, scenario] of Object.entries(scenarios) as [ScenarioName, Scenario][]) {
          const skip = signer.cannot?.[name] ?? false
          await t.test(name, { skip }, async () => {
            const url = `${server.origin}${await pathOf(server, account, scenario)}`
            const job = { ...jobOf(scenario), url, signatureMethod }
            const { status, text, baseString } = await signer.send(job, keysOf(key))
            const signed = baseString === undefined ? '' : `\nit signed: ${baseString}`
            assert.equal(status, scenario.expect, `${job.method} ${url}\n${text}${signed}`)
          })
        }
        await t.test('a wrong secret is refused', async () => {
          const keys = { ...keysOf(key), tokenSecret: 'wrong' }
          const job = { method: 'GET', url: `${server.origin}${users}`, signatureMethod } as const
          const { status, text } = await signer.send(job, keys)
          assert.equal(status, 401)
          assert.match(text, /^oauth_problem=signature_invalid&/)
        })
      })
    }
  })
}

const privileges = [
  { data: 'users', type: 'Read' },
  { data: 'skills', type: 'Read' },
  { data: 'skills', type: 'Write' },
  { data: 'audit-trail', type: 'Read' },
]

function jobOf({ method, json, form }: Scenario): Omit<Job, 'url' | 'signatureMethod'> {
  return {
    method,
    ...(json === undefined ? {} : { json: JSON.stringify(json) }),
    ...(form === undefined ? {} : { form }),
  }
}

let made = 0

async function pathOf(
  server: { readonly origin: string },
  account: SeededAccount,
  { path }: Scenario,
): Promise<string> {
  if (!path.includes('{id}')) return path
  made += 1
  const answer = await call(server, 'POST', skills, {
    bearer: account.users.admin.bearer,
    body: { name: `made ${made}`, description: 'x' },
  })
  assert.equal(answer.status, 201, answer.text)
  return path.replace('{id}', String((answer.body as { readonly id: number }).id))
}

function keysOf({ keyId, secrets }: TestKey): Keys {
  const { appSecret, token, tokenSecret } = secrets
  return { consumerKey: keyId, consumerSecret: appSecret, token, tokenSecret }
}

/** Runs a program that reads `{ job, keys }` as JSON and answers as JSON. */
export async function sendWith(
  program: string,
  args: readonly string[],
  job: Job,
  keys: Keys,
): Promise<Answer> {
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdin.end(JSON.stringify({ job, keys }))
  const [code] = await once(child, 'close')
  assert.equal(code, 0, `${program} ${args.join(' ')}: ${stderr}`)
  return JSON.parse(stdout) as Answer
}
