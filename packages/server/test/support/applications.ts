import { createHash } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { installApplication } from '#domain/applications/install-application.ts'
import type { TestServer } from './test-server.ts'

/** Installs an application as the operator could; answers what it needs to know of itself. */
export async function seedApplication(
  server: Pick<TestServer, 'storage' | 'dataKeys' | 'clock'>,
  accountId: AccountId,
  manifest: Readonly<Record<string, unknown>>,
): Promise<{ readonly clientId: string; readonly clientSecret: string }> {
  const { stored, secret } = await installApplication(
    server,
    {
      accountId,
      actor: {
        kind: 'operator',
        userId: undefined,
        loginName: 'test',
        fullName: '',
        employeeId: '',
        profiles: [],
        authType: 'command',
        userAgent: '',
        address: '',
        isLpa: false,
      },
      requestId: 'test',
      mayBeFirstParty: true,
    },
    { body: manifest },
  )
  return { clientId: stored.application.id, clientSecret: secret }
}

/** A PKCE verifier of 43 characters and its S256 challenge (RFC 7636 section 4.2). */
export const pkceVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const pkceChallenge = createHash('sha256').update(pkceVerifier).digest('base64url')
