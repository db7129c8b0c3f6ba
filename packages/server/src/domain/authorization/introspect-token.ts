import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import {
  type ActiveToken,
  type IntrospectionResponse,
  inactive,
  introspectionResponse,
} from '@watchword/protocol/oauth2/introspection.ts'
import type { Parameters } from '@watchword/protocol/oauth2/parameters.ts'
import { scopesOf } from '@watchword/protocol/oauth2/scope.ts'
import { readTokenInQuestion } from '@watchword/protocol/oauth2/token-hint.ts'
import { type AccountCache, createAccountCache } from '#domain/account-cache.ts'
import type { Client } from '#domain/applications/client.ts'
import { sha256Hex } from '#lib/digest.ts'
import { authenticateClient, type ClientCall } from './authenticate-client.ts'
import { type FoundToken, findToken } from './find-token.ts'
import { issuerOf, resourceOf } from './issuer.ts'
import type { TokenPorts } from './token-ports.ts'

/**
 * Tells a client whether a token is alive, and what it is good for (RFC 7662). A client is told of its own tokens; one
 * that is installed with the scope `introspect`, as a resource server is, of every access token of the account. Of all
 * others it learns what it would of a token that does not exist.
 */
export type Introspection = {
  answer(call: ClientCall, parameters: Parameters): Promise<IntrospectionResponse>
}

/** The scope of a resource server. */
const resourceServerScope = 'introspect'

/** A live access token, and the grant or the client it hangs on are looked at again when an announcement says so. */
type Known = { readonly accountId: AccountId; readonly token: ActiveToken }

export function createIntrospection(ports: TokenPorts): Introspection {
  const known = createAccountCache<Known>(ports.storage.announcements, { max: 20_000 })
  return {
    answer: async (call, parameters) => {
      const { token } = readTokenInQuestion(parameters)
      const { client, isPublic } = await authenticateClient(ports, call)
      if (isPublic) throw confidentialOnly()
      const found = await findActive(ports, known, client.accountId, token)
      return found !== undefined && mayBeTold(client, found)
        ? introspectionResponse(found)
        : inactive
    },
  }
}

function mayBeTold({ id, scope }: Client, token: ActiveToken): boolean {
  if (token.clientId === id) return true
  return token.kind === 'access_token' && scopesOf(scope).includes(resourceServerScope)
}

async function findActive(
  ports: TokenPorts,
  known: AccountCache<Known>,
  accountId: AccountId,
  token: string,
): Promise<ActiveToken | undefined> {
  const tokenHash = sha256Hex(token)
  const entry = known.get(tokenHash)
  if (entry !== undefined) {
    const isAlive = entry.accountId === accountId && ports.clock.now() < entry.token.expiresAt
    return isAlive ? entry.token : undefined
  }
  const mark = known.mark()
  const found = await findToken(ports, accountId, token)
  const active = found && (await describe(ports, accountId, found))
  if (active === undefined || ports.clock.now() >= active.expiresAt) return undefined
  // Another process does not announce that a refresh token was spent, so those are always looked up.
  if (active.kind === 'access_token') {
    known.set(tokenHash, accountId, { accountId, token: active }, mark)
  }
  return active
}

/** What is told of it; `undefined`: its grant, its client or its user is not good any more. */
async function describe(
  ports: TokenPorts,
  accountId: AccountId,
  found: FoundToken,
): Promise<ActiveToken | undefined> {
  const client = await ports.clients.find(accountId, found.clientId)
  if (client === undefined) return undefined
  const facts = factsOf(found)
  if (facts === undefined) return undefined
  const common = {
    ...{ kind: facts.kind, scope: facts.scope, jti: facts.jti },
    ...{ issuedAt: facts.issuedAt, expiresAt: facts.expiresAt },
    issuer: issuerOf(ports.publicOrigin, accountId),
    clientId: client.id,
    audience: facts.kind === 'access_token' ? resourceOf(ports.publicOrigin, accountId) : undefined,
  }
  if (facts.grantId === undefined) return { ...common, subject: client.id, username: undefined }
  const { read } = ports.storage
  const grant = await read.grants.find(accountId, facts.grantId)
  if (grant === undefined || grant.clientId !== client.id) return undefined
  const acting = await ports.users.find(client, grant.userId)
  if (acting === undefined) return undefined
  return { ...common, subject: String(grant.userId), username: acting.user.loginName }
}

type Facts = Pick<ActiveToken, 'kind' | 'scope' | 'jti' | 'issuedAt' | 'expiresAt'> & {
  readonly grantId: string | undefined
}

/** `undefined`: a refresh token that was spent. */
function factsOf(found: FoundToken): Facts | undefined {
  switch (found.kind) {
    case 'opaque': {
      const { scope, grantId, createdAt: issuedAt, expiresAt } = found.token
      return { kind: 'access_token', scope, jti: undefined, issuedAt, expiresAt, grantId }
    }
    case 'jwt': {
      const { scope = '', jti, iat } = found.claims
      return {
        kind: 'access_token',
        scope: String(scope),
        jti: String(jti),
        issuedAt: Number(iat) * 1000,
        expiresAt: found.expiresAt,
        grantId: found.grantId,
      }
    }
    case 'refresh': {
      const { token, grant } = found
      if (token === undefined || token.spentAt !== undefined) return undefined
      const { createdAt: issuedAt, expiresAt } = token
      const { id: grantId, scope } = grant
      return { kind: 'refresh_token', scope, jti: undefined, issuedAt, expiresAt, grantId }
    }
  }
}

function confidentialOnly(): OAuth2Error {
  return new OAuth2Error('invalid_client', 'Introspection is for clients that prove who they are.')
}
