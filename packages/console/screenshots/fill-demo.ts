import type { DemoServer } from '../../server/test/support/demo-server.ts'
import type { Call } from './demo-call.ts'
import { addApplications } from './fill-applications.ts'
import { addKeys } from './fill-keys.ts'

/** The administrator at the account's API. */

/** Fills the demo account through the API, so that pages have something to show; answers ids by name. */
export async function fillDemo(server: DemoServer): Promise<Readonly<Record<string, string>>> {
  const call = await administrator(server)
  const people = await addPeople(call)
  const brand = await addConnectors(call)
  const campaign = await addCampaign(call, brand)
  await refuseSomebody(server, brand)
  const applicationId = await addApplications(call, server)
  return {
    ...people,
    ...{ connectorId: `${brand}`, ...campaign },
    ...{ keyId: await addKeys(call, server), applicationId },
  }
}

async function administrator({ origin, accountId, passwords }: DemoServer): Promise<Call> {
  const account = `${origin}/api/account/${accountId}`
  const headers = { 'content-type': 'application/json' }
  const login = await fetch(`${account}/login?v=1.3`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ username: 'admin', password: passwords.admin }),
  })
  const { bearer } = (await login.json()) as { readonly bearer: string }
  return async <T>(method: string, path: string, body?: unknown) => {
    const response = await fetch(path.startsWith('http') ? path : `${account}${path}`, {
      method,
      headers: { ...headers, authorization: `Bearer ${bearer}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
}

type Entity = { readonly id: number; readonly name: string }
const names = [
  ...['Ines Okafor', 'Jonas Lindqvist', 'Mei Tanaka', 'Rosa Delgado', 'Tariq Aziz', 'Lena Vogt'],
  ...['Owen Price', 'Priya Nair', 'Hugo Marchetti', 'Sara Novak', 'Dae Kim', 'Elif Demir'],
]

async function addPeople(call: Call): Promise<Readonly<Record<string, string>>> {
  const config = '/configuration/le-users'
  const make = (kind: string, body: object) =>
    call<Entity[] | Entity>('POST', `${config}/${kind}?v=2.0`, body).then(first)
  const support = await make('agentGroups', { name: 'Support', parentGroupId: -1, isEnabled: true })
  const night = await make('agentGroups', {
    ...{ name: 'Night shift', parentGroupId: support.id, isEnabled: true },
  })
  const skills = []
  for (const name of ['Orders', 'Returns', 'VIP']) {
    skills.push(await make('skills', { name, description: `Asks about ${name.toLowerCase()}` }))
  }
  const lob = await make('lobs', { name: 'Retail' })
  const profiles = await call<readonly (Entity & { roleTypeId: number })[]>(
    'GET',
    `${config}/profiles?v=2.0`,
  )
  const agents = profiles.find(({ roleTypeId }) => roleTypeId === 2)
  let userId = 0
  for (const [index, fullName] of names.entries()) {
    const [given = ''] = fullName.split(' ')
    const user = await make('users', {
      ...{ loginName: given.toLowerCase(), fullName, nickname: given, isEnabled: index % 5 !== 4 },
      email: `${given.toLowerCase()}@brand.example`,
      profileIds: [agents?.id],
      skillIds: [skills[index % skills.length]?.id],
      lobIds: [lob.id],
      maxChats: 3,
      memberOf: { agentGroupId: index % 2 === 0 ? support.id : night.id },
      passwordSh: `a Rather-long pass phrase ${index}!`,
    })
    userId = user.id
  }
  return { userId: `${userId}`, profileId: `${agents?.id}`, groupId: `${support.id}` }
}

function first(answer: Entity | readonly Entity[]): Entity {
  const one = Array.isArray(answer) ? answer[0] : answer
  if (one === undefined) throw new Error('nothing was made')
  return one as Entity
}

async function addConnectors(call: Call): Promise<number> {
  const issuer = 'https://login.brand.example'
  const { publicKey } = await crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      ...{ modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    },
    true,
    ['sign', 'verify'],
  )
  const key = Buffer.from(await crypto.subtle.exportKey('spki', publicKey)).toString('base64')
  const path = '/configuration/le-connectors/connectors?v=1.0'
  const { id } = await call<Entity>('POST', path, {
    ...{ name: 'Brand login', type: 1, configuration: { issuer, jwtPublicKey: key } },
  })
  await call('POST', path, {
    name: 'Brand app',
    type: 2,
    configuration: {
      ...{ issuer: `${issuer}/app`, jwksEndpoint: `${issuer}/app/jwks`, clientId: 'watchword' },
      ...{ authorizationEndpoint: `${issuer}/app/authorize`, tokenEndpoint: `${issuer}/app/token` },
      ...{ clientSecret: 'a secret of the brand, 32 letters', pkceEnabled: true },
    },
  })
  return id
}

async function addCampaign(call: Call, connectorId: number) {
  const path = '/configuration/le-campaigns/campaigns'
  const spring = await call<Entity>('POST', `${path}?v=3.4`, {
    ...{ name: 'Spring', status: 1, description: 'More talks with customers, fewer letters' },
  })
  const summer = { name: 'Summer', startDate: '2030-06-01 08:00:00', status: 1 }
  await call('POST', `${path}?v=3.4`, summer)
  const engagements = `${path}/${spring.id}/engagements?v=3.4`
  const known = await call<Entity>('POST', engagements, {
    ...{ name: 'For customers', connectorId, entryPoints: ['https://brand.example/shop*'] },
  })
  await call('POST', engagements, { name: 'For everybody', allowUnauthMsg: true })
  return { campaignId: `${spring.id}`, engagementId: `${known.id}` }
}

/** A handshake with a token that nobody signed: there is a reason to be found. */
async function refuseSomebody({ origin, accountId }: DemoServer, connectorId: number) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: 'https://login.brand.example',
    sub: 'customer-17',
    iat: now,
    exp: now + 300,
  }
  const token = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${part({ not: 'signed' })}`
  await fetch(`${origin}/api/account/${accountId}/app/${connectorId}/authenticate?v=3.0`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id_token: token }),
  })
}
