/** Applications of the server under measurement, and the codes and tokens they use up. */
import { randomBytes } from 'node:crypto'
import type { AuthorizationCode, Grant } from '../packages/server/src/domain/authorization/grant.ts'
import { newRefreshToken } from '../packages/server/src/domain/authorization/redeem-code.ts'
import { makeRefreshToken } from '../packages/server/src/domain/authorization/refresh-token-form.ts'
import { sha256Hex } from '../packages/server/src/lib/digest.ts'
import { orderedId } from '../packages/server/src/lib/ordered-id.ts'
import type { Writes } from '../packages/server/src/storage/port.ts'
import { installClient } from '../packages/server/test/authorization/tokens.ts'
import type { SeededAccount, TestServer } from '../packages/server/test/support/test-server.ts'
import {
  codeChallenge,
  redirectUri,
  resourceScope,
  type Supply,
  type TokenClientName,
  type TokenExtra,
  userScope,
} from './token-flows.ts'

type Ports = Pick<TestServer, 'storage' | 'dataKeys' | 'clock'>

/** Installs the applications; what is supplied later is written as the domain writes it, only many at once. */
export async function seedTokenClients(
  ports: Ports,
  { id: accountId, users }: SeededAccount,
): Promise<{ readonly extra: TokenExtra; supply(wanted: Supply): Promise<readonly string[]> }> {
  const install = (manifest: Readonly<Record<string, unknown>>) =>
    installClient(ports, accountId, {
      ...{ id_token_signed_response_alg: 'ES256', redirect_uris: [redirectUri] },
      ...{ scope: userScope, token_endpoint_auth_method: 'client_secret_basic', ...manifest },
    })
  const clients = {
    es256: await install({ access_token_signed_response_alg: 'ES256' }),
    rs256: await install({ access_token_signed_response_alg: 'RS256' }),
    opaque: await install({ access_token_format: 'opaque' }),
  }
  const key = await ports.dataKeys.derive(accountId, 'refresh-tokens')
  const grantOf = (client: TokenClientName): Grant => {
    const now = ports.clock.now()
    return {
      ...{ accountId, id: orderedId(now), clientId: clients[client].id },
      ...{ face: 'oidc', userId: users.agent.user.id, scope: userScope, nonce: 'n-0S6_WzA2Mj' },
      ...{ browserSessionId: orderedId(now), claims: undefined, acr: undefined },
      ...{ authTime: now - 5000, amr: ['pwd'], createdAt: now, lastUsedAt: now },
      expiresAt: now + 86_400_000,
    }
  }
  const makers: Record<Supply['what'], Maker> = {
    codes: async (tx, client) => {
      const code = randomBytes(32).toString('hex')
      await tx.codes.insert(codeOf(grantOf(client), code))
      return code
    },
    'refresh tokens': async (tx, client) => {
      const grant = grantOf(client)
      const token = makeRefreshToken(key, grant.id)
      await tx.grants.insert(grant)
      await tx.refreshTokens.insert(newRefreshToken(grant, token, grant.createdAt))
      return token
    },
    'access tokens': async (tx, client) => {
      const grant = grantOf(client)
      const token = randomBytes(32).toString('hex')
      const { id: grantId, clientId, face, userId, createdAt, expiresAt } = grant
      await tx.grants.insert(grant)
      await tx.accessTokens.insert({
        ...{ accountId, tokenHash: sha256Hex(token), clientId, face, grantId, userId },
        ...{ scope: resourceScope, createdAt, expiresAt },
      })
      return token
    },
  }
  return {
    extra: {
      tokenPath: `/oidc/${accountId}/token`,
      introspectionPath: `/oidc/${accountId}/introspect`,
      clients,
    },
    supply: async ({ what, client, count }) => {
      const made: string[] = []
      while (made.length < count) {
        const many = Math.min(200, count - made.length)
        await ports.storage.write(async (tx) => {
          for (let index = 0; index < many; index += 1) made.push(await makers[what](tx, client))
        })
      }
      return made
    },
  }
}

type Maker = (tx: Writes, client: TokenClientName) => Promise<string>

function codeOf(grant: Grant, code: string): AuthorizationCode {
  const { id: grantId, createdAt: issuedAt, lastUsedAt: _, expiresAt: __, ...shared } = grant
  return {
    ...{ ...shared, grantId, issuedAt, codeHash: sha256Hex(code), codeChallenge },
    ...{ redirectUri, redirectUriSent: true, expiresAt: issuedAt + 60_000 },
  }
}
