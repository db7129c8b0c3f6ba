import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuthorizationRequest } from '@watchword/protocol/oauth2/authorization-request.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import { seal, unseal } from '#lib/sealed.ts'
import type { Face } from './grant.ts'

/**
 * An authorization that waits for its user: what was asked, kept while pages are shown. Nothing of it is stored:
 * it is sealed under a key of the account and carried by our own pages, so a stranger can neither fill a table
 * nor change a letter of it, and there is no address to go back to that somebody could choose.
 */
export type Interaction = {
  readonly kind: 'authorization'
  readonly face: Face
  readonly request: AuthorizationRequest
  /** Whom `id_token_hint` or the `claims` parameter names. */
  readonly subject: number | undefined
  readonly startedAt: number
  /** SHA-256 of the cookie of the browser it began in; no other may go on with it. */
  readonly browser: string
  /** The hash of the session token that the browser had then: a login since is one with another. */
  readonly sessionBefore: string | undefined
  /** On the consent page alone: what is shown to whom. */
  readonly consent: { readonly userId: number; readonly scopes: readonly string[] } | undefined
}

/** A logout that waits for its user to confirm it. */
export type LogoutInteraction = {
  readonly kind: 'logout'
  readonly startedAt: number
  readonly browser: string
  /** The session that was shown to the user. */
  readonly sessionId: string
  readonly uiLocales: readonly string[]
}

type AnyInteraction = Interaction | LogoutInteraction

type InteractionPorts = { readonly dataKeys: DataKeys; readonly clock: Clock }

/** How long somebody may take on our pages. */
export const interactionLifetimeMs = 30 * 60_000

/** Its JSON may not be larger: it stands in a URL, and servers on the way cut those off. */
const mostCharacters = 6000

/** The sealed form, safe in a URL; `undefined`: it is too large to be carried. */
export async function sealInteraction(
  { dataKeys }: Pick<InteractionPorts, 'dataKeys'>,
  accountId: AccountId,
  interaction: AnyInteraction,
): Promise<string | undefined> {
  const json = JSON.stringify(interaction)
  if (json.length > mostCharacters) return undefined
  const key = await dataKeys.derive(accountId, 'interactions')
  return seal(key, Buffer.from(json), contextOf(accountId, interaction.kind))
}

/** Why a page cannot go on. */
export type LostInteraction = 'unreadable' | 'expired' | 'other_browser'

/** Opens a sealed interaction in the browser with that cookie. */
export async function openInteraction<Kind extends AnyInteraction['kind']>(
  { dataKeys, clock }: InteractionPorts,
  accountId: AccountId,
  sent: {
    readonly kind: Kind
    readonly sealed: string | undefined
    readonly browserCookie: string | undefined
  },
): Promise<Extract<AnyInteraction, { kind: Kind }> | LostInteraction> {
  if (sent.sealed === undefined) return 'unreadable'
  const key = await dataKeys.derive(accountId, 'interactions')
  const opened = unseal(key, sent.sealed, contextOf(accountId, sent.kind))
  if (opened === undefined) return 'unreadable'
  // Sealed by us under this kind's own context, so it is what we wrote.
  const interaction = JSON.parse(opened.toString('utf8')) as Extract<AnyInteraction, { kind: Kind }>
  const { startedAt, browser } = interaction
  if (clock.now() - startedAt >= interactionLifetimeMs) return 'expired'
  const { browserCookie } = sent
  if (browserCookie === undefined || sha256Hex(browserCookie) !== browser) return 'other_browser'
  return interaction
}

function contextOf(accountId: AccountId, kind: AnyInteraction['kind']): string {
  return `interactions/${accountId}/${kind}`
}
