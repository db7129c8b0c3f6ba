import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { Parameters } from '@watchword/protocol/oauth2/parameters.ts'
import { readTokenInQuestion } from '@watchword/protocol/oauth2/token-hint.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import {
  type AuthenticatedClient,
  authenticateClient,
  type ClientCall,
} from './authenticate-client.ts'
import { findToken } from './find-token.ts'
import { clientActor, grantEntry } from './grant-audit.ts'
import type { TokenPorts } from './token-ports.ts'

/**
 * Revokes a token of the client that asks (RFC 7009). A refresh token takes its whole grant along: this one, and no
 * other. An opaque access token ends alone. A JWT of a user ends with its grant, because nothing else of it is looked
 * up; one of the application itself cannot end before its time and is an `unsupported_token_type`. A token that is
 * unknown, or of another client, stays as it is, and the answer is the same.
 */
export async function revokeToken(
  ports: TokenPorts,
  call: ClientCall,
  parameters: Parameters,
): Promise<void> {
  const { token } = readTokenInQuestion(parameters)
  const caller = await authenticateClient(ports, call)
  const { accountId, id: clientId } = caller.client
  const found = await findToken(ports, accountId, token)
  if (found?.clientId !== clientId) return
  switch (found.kind) {
    case 'opaque': {
      const { tokenHash } = found.token
      await ports.storage.write((tx) => tx.accessTokens.remove(accountId, tokenHash))
      return
    }
    case 'refresh':
      return revokeGrant(ports, caller, found.grant.id)
    case 'jwt':
      if (found.grantId !== undefined) return revokeGrant(ports, caller, found.grantId)
      throw new OAuth2Error(
        'unsupported_token_type',
        'A JWT of the application itself lives until it expires, within ten minutes.',
      )
  }
}

async function revokeGrant(
  { storage, dataKeys, clock }: TokenPorts,
  { client, origin }: AuthenticatedClient,
  grantId: string,
): Promise<void> {
  const { accountId } = client
  await storage.write(async (tx) => {
    const grant = await tx.grants.find(accountId, grantId)
    if (grant === undefined || !(await tx.grants.revoke(accountId, grantId))) return
    const actor = clientActor(client, origin)
    const about = {
      ...{ at: clock.now(), grant, clientName: client.name, actor },
      requestId: origin.requestId,
    }
    await recordAudit({ dataKeys, tx }, accountId, [grantEntry(about, { action: 'Delete' })])
  })
}
