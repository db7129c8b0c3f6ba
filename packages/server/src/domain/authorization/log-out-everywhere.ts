import type { Parameters } from '@watchword/protocol/oauth2/parameters.ts'
import { readTokenInQuestion } from '@watchword/protocol/oauth2/token-hint.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { loginEntry } from '#domain/login/login-audit.ts'
import { authenticateClient, type ClientCall } from './authenticate-client.ts'
import { endUserAccess } from './end-user-access.ts'
import { findToken } from './find-token.ts'
import { clientActor } from './grant-audit.ts'
import type { TokenPorts } from './token-ports.ts'

/**
 * The sentinel revocation, which is a global logout (contract 2 section 2.4): every session of the token's user in this
 * account ends, with all that they allowed applications. A refresh or an access token is taken; one that is unknown, or
 * of another client, ends nothing, and the answer is the same (RFC 7009 section 2.2). Nor does one of the standard
 * face end anything: it was given for its scope alone.
 */
export async function logOutEverywhere(
  ports: TokenPorts,
  call: ClientCall,
  parameters: Parameters,
): Promise<void> {
  const { token } = readTokenInQuestion(parameters)
  const { client, origin } = await authenticateClient(ports, call)
  const { accountId } = client
  const found = await findToken(ports, accountId, token)
  if (found?.clientId !== client.id) return
  const grantId = found.kind === 'refresh' ? found.grant.id : grantIdOf(found)
  if (grantId === undefined) return
  const { storage, dataKeys, clock } = ports
  await storage.write(async (tx) => {
    const grant = await tx.grants.find(accountId, grantId)
    if (grant?.face !== 'sentinel') return
    const user = await tx.users.find(accountId, grant.userId)
    if (user === undefined) return
    await endUserAccess(tx, accountId, user.id)
    const actor = clientActor(client, origin)
    const about = { at: clock.now(), subject: { kind: 'user', user }, actor, origin } as const
    await recordAudit({ dataKeys, tx }, accountId, [
      loginEntry(about, { action: 'Logout', element: 'everySession' }),
    ])
  })
}

function grantIdOf(
  found: Exclude<Awaited<ReturnType<typeof findToken>>, undefined | { readonly kind: 'refresh' }>,
): string | undefined {
  return found.kind === 'opaque' ? found.token.grantId : found.grantId
}
