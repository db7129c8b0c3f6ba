import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ApplicationAsk } from '#domain/applications/change-application.ts'
import { installApplication } from '#domain/applications/install-application.ts'
import { DomainError } from '#domain/errors.ts'
import { KickstartError } from './kickstart-error.ts'
import type { KickstartPorts } from './kickstart-ports.ts'
import { clientIdOf, type PlannedApplication } from './plan-applications.ts'

/** An application that a kickstart file has installed. */
export type CreatedApplication = {
  readonly accountId: AccountId
  readonly clientId: string
  readonly clientName: string
  readonly redirectUris: readonly string[]
  /** Only if it was generated: this is the one time that it is told. */
  readonly clientSecret: string | undefined
}

/** Installs an application of the file. `undefined`: there is, or was, one of that id or name. */
export async function makeApplication(
  ports: KickstartPorts,
  accountId: AccountId,
  { place, entry }: PlannedApplication,
  authority: Pick<ApplicationAsk, 'actor' | 'requestId'>,
): Promise<CreatedApplication | undefined> {
  const { actor, requestId } = authority
  // The file is the operator's, so it may say what is the first party's.
  const ask = { accountId, actor, requestId, mayBeFirstParty: true }
  const { client_secret: given } = entry
  const clientId = await clientIdOf(ports, accountId, entry)
  try {
    const { secret, stored } = await installApplication(
      ports,
      ask,
      { body: entry },
      { id: clientId, ...(given === undefined ? {} : { secret: given }) },
    )
    return {
      accountId,
      clientId,
      clientName: entry.client_name,
      redirectUris: stored.application.manifest.redirect_uris ?? [],
      clientSecret: given === undefined ? secret : undefined,
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'name_taken') return undefined
    const { fields = [error.message] } = error.details
    throw new KickstartError(fields.map((field) => `${place}${field}`))
  }
}
