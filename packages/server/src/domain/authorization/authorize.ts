import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  type AuthorizationRequest,
  checkAuthorizationRequest,
  type ResponseTarget,
} from '@watchword/protocol/oauth2/authorization-request.ts'
import type { AuthorizationOutcome } from '@watchword/protocol/oauth2/authorization-response.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { Parameters } from '@watchword/protocol/oauth2/parameters.ts'
import { matchRedirectUri } from '@watchword/protocol/oauth2/redirect-uri.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { Client, Clients } from '#domain/applications/client.ts'
import {
  findBrowserSession,
  type LiveBrowserSession,
} from '#domain/browser-sessions/find-browser-session.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { Storage } from '#storage/port.ts'
import { decideAuthorization } from './decide-authorization.ts'
import type { Face } from './grant.ts'
import {
  type Interaction,
  type LostInteraction,
  openInteraction,
  sealInteraction,
} from './interaction.ts'
import { issueCode } from './issue-code.ts'
import { issuerOf } from './issuer.ts'
import { scopesToAllow } from './scopes-to-allow.ts'
import { subjectAskedFor } from './subject-asked-for.ts'

export type AuthorizePorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
  readonly clients: Clients
  readonly signingKeys: SigningKeys
  readonly publicOrigin: string
}

/** What a browser shows of itself. */
export type Browser = {
  /** The cookie of its session, if it has one. */
  readonly sessionCookie: string | undefined
  /** The cookie that interactions are bound to; a browser without one has just been given it. */
  readonly browserCookie: string
}

/** What the browser is shown, or where it is sent. */
export type AuthorizationStep =
  | {
      readonly kind: 'answer'
      readonly outcome: AuthorizationOutcome
      readonly target: ResponseTarget
      /** Of the standard face: it stands in the response (RFC 9207). */
      readonly issuer: string | undefined
      readonly uiLocales: readonly string[]
    }
  | { readonly kind: 'log_in' | 'ask_consent'; readonly sealed: string }

/**
 * An application sends a browser to us (RFC 6749 section 4.1.1). Throws what is to be shown on a page, because
 * client or redirect URI cannot be trusted; everything else that is wrong goes back to the application.
 */
export async function startAuthorization(
  ports: AuthorizePorts,
  asked: {
    readonly accountId: AccountId
    readonly face: Face
    readonly parameters: Parameters
    readonly browser: Browser
  },
): Promise<AuthorizationStep> {
  const { accountId, face, parameters, browser } = asked
  const client = await trustedClient(ports, { accountId, face }, parameters.get('client_id'))
  const checked = checkAuthorizationRequest(parameters, client, face)
  if (checked.kind === 'untrusted') throw checked.error
  if (checked.kind === 'refused') {
    return answer(ports, { accountId, face, request: checked.target, error: checked.error })
  }
  const { request } = checked
  const subject = await subjectAskedFor(ports, { accountId, face, request })
  if (subject instanceof OAuth2Error) {
    return answer(ports, { accountId, face, request, error: subject })
  }
  const live = await findBrowserSession(ports, accountId, browser.sessionCookie)
  const interaction: Interaction = {
    kind: 'authorization',
    face,
    // What it named was looked at; it need not be carried along.
    request: { ...request, idTokenHint: undefined },
    subject: subject.userId,
    startedAt: ports.clock.now(),
    browser: sha256Hex(browser.browserCookie),
    sessionBefore: live?.session.tokenHash,
    consent: undefined,
  }
  return stepFor(ports, { accountId, client, interaction, live })
}

/** After a page of ours: the same request is decided again. */
export async function continueAuthorization(
  ports: AuthorizePorts,
  asked: {
    readonly accountId: AccountId
    readonly sealed: string | undefined
    readonly browser: Browser
  },
): Promise<AuthorizationStep | LostInteraction> {
  const { accountId, browser } = asked
  const opened = await findInteraction(ports, asked)
  if (typeof opened === 'string') return opened
  const { interaction, client } = opened
  const live = await findBrowserSession(ports, accountId, browser.sessionCookie)
  return stepFor(ports, { accountId, client, interaction, live })
}

/** An interaction that this browser may go on with, and the client it is for. */
export type FoundInteraction = { readonly interaction: Interaction; readonly client: Client }

/** Opens an interaction; its client may have been removed since. */
export async function findInteraction(
  ports: AuthorizePorts,
  asked: {
    readonly accountId: AccountId
    readonly sealed: string | undefined
    readonly browser: Pick<Browser, 'browserCookie'>
  },
): Promise<FoundInteraction | LostInteraction> {
  const { accountId, sealed, browser } = asked
  await requireAccount(ports, accountId)
  const { browserCookie } = browser
  const interaction = await openInteraction(ports, accountId, {
    kind: 'authorization',
    sealed,
    browserCookie,
  })
  if (typeof interaction === 'string') return interaction
  const client = await ports.clients.find(accountId, interaction.request.clientId)
  if (client === undefined) throw unknownClient()
  const { redirectUri } = interaction.request
  // An address that was taken off the list since is not to be trusted any more.
  if (matchRedirectUri(redirectUri, client.redirectUris, client.applicationType) === undefined) {
    throw new OAuth2Error('invalid_request', 'redirect_uri is no longer registered.')
  }
  return { interaction, client }
}

/** The answer that the user does not want to go on. */
export function refuseInteraction(
  ports: Pick<AuthorizePorts, 'publicOrigin'>,
  accountId: AccountId,
  { face, request }: Interaction,
): AuthorizationStep {
  const error = new OAuth2Error('access_denied', 'The user did not allow it.')
  return answer(ports, { accountId, face, request, error })
}

/** The account; refuses one that does not exist or was suspended. */
export async function requireAccount(
  { storage }: Pick<AuthorizePorts, 'storage'>,
  accountId: AccountId,
): Promise<Account> {
  const account = await storage.read.accounts.find(accountId)
  if (account === undefined) throw new DomainError('not_found', 'There is no such account.')
  if (account.status === 'active') return account
  throw new DomainError(
    'account_suspended',
    'The account has been suspended by the operator of this server. Contact the operator.',
  )
}

async function trustedClient(
  ports: AuthorizePorts,
  { accountId, face }: { readonly accountId: AccountId; readonly face: Face },
  clientId: string | undefined,
): Promise<Client> {
  await requireAccount(ports, accountId)
  const client = clientId === undefined ? undefined : await ports.clients.find(accountId, clientId)
  if (client === undefined || (client.onlyStandard && face !== 'oidc')) throw unknownClient()
  return client
}

function unknownClient(): OAuth2Error {
  return new OAuth2Error(
    'invalid_client',
    'client_id is missing, or names no application that is installed and enabled.',
  )
}

async function stepFor(
  ports: AuthorizePorts,
  at: {
    readonly accountId: AccountId
    readonly client: Client
    readonly interaction: Interaction
    readonly live: LiveBrowserSession | undefined
  },
): Promise<AuthorizationStep> {
  const { accountId, client, interaction, live } = at
  const { face, request, subject, startedAt, sessionBefore } = interaction
  const decision = decideAuthorization({
    ...{ face, request, client, subject, startedAt, sessionBefore },
    session: live?.session,
    user: live?.user,
    consent:
      live && (await ports.storage.read.consents.find(accountId, live.user.id, request.clientId)),
    now: ports.clock.now(),
  })
  if (decision.kind === 'refuse') {
    return answer(ports, { accountId, face, request, error: decision.error })
  }
  if (decision.kind === 'grant' && live !== undefined) {
    const { allowed } = decision
    const issued = await issueCode(ports, interaction, { session: live.session, allowed })
    if (issued.kind === 'code') {
      return answer(ports, { accountId, face, request, code: issued.code })
    }
    // It is decided again, by what is there now.
    return stepFor(ports, issued.kind === 'session_ended' ? { ...at, live: undefined } : at)
  }
  const shown =
    decision.kind === 'ask_consent' && live !== undefined
      ? {
          kind: decision.kind,
          consent: { userId: live.user.id, scopes: scopesToAllow(face, request.scopes) },
        }
      : { kind: 'log_in' as const, consent: undefined }
  const sealed = await sealInteraction(ports, accountId, { ...interaction, consent: shown.consent })
  if (sealed !== undefined) return { kind: shown.kind, sealed }
  const error = new OAuth2Error('invalid_request', 'The request is too long. Send a shorter state.')
  return answer(ports, { accountId, face, request, error })
}

function answer(
  { publicOrigin }: Pick<AuthorizePorts, 'publicOrigin'>,
  said: {
    readonly accountId: AccountId
    readonly face: Face
    readonly request: ResponseTarget & Partial<Pick<AuthorizationRequest, 'uiLocales'>>
  } & ({ readonly code: string } | { readonly error: OAuth2Error }),
): AuthorizationStep {
  const { accountId, face, request } = said
  const { redirectUri, responseMode, state, uiLocales = [] } = request
  return {
    kind: 'answer',
    outcome:
      'code' in said ? { kind: 'code', code: said.code } : { kind: 'error', error: said.error },
    target: { redirectUri, responseMode, state },
    issuer: face === 'oidc' ? issuerOf(publicOrigin, accountId) : undefined,
    uiLocales,
  }
}
