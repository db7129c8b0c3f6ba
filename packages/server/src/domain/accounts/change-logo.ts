import type { AuditEntry } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { actorOf, type Origin, requireAdministrator, type UserCaller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import { sha256Hex } from '#lib/digest.ts'
import { readPicture } from '#lib/picture.ts'
import { accountAsObject } from './account-audit.ts'
import type { AccountPorts } from './account-ports.ts'
import type { Logo } from './logo.ts'

/** Bytes of a logo: it goes along with every page. */
export const mostLogoBytes = 64 * 1024

/** Pixels of a side: enough for every screen, and little to unfold. */
export const mostLogoPixels = 1024

type Asking = { readonly caller: UserCaller; readonly origin: Origin }

/** The logo of the caller's account, for an administrator; `undefined`: there is none. */
export async function readLogo(
  { storage }: Pick<AccountPorts, 'storage'>,
  caller: UserCaller,
): Promise<Logo | undefined> {
  requireAdministrator(caller)
  return storage.read.logos.find(caller.accountId)
}

/**
 * Sets the logo of the caller's account, audited. It is kept here and never fetched from anywhere: a page shows
 * nothing of a server that somebody else could change, and ours asks nobody.
 */
export async function setLogo(ports: AccountPorts, asking: Asking, image: unknown): Promise<Logo> {
  requireAdministrator(asking.caller)
  const { bytes, mediaType } = readImage(image)
  const version = sha256Hex(bytes.toString('base64')).slice(0, 16)
  const logo = { bytes, mediaType, version, updatedAt: ports.clock.now() }
  await keep(ports, asking, logo)
  return logo
}

/** Takes the logo away, audited. `false`: there was none. */
export async function removeLogo(ports: AccountPorts, asking: Asking): Promise<boolean> {
  requireAdministrator(asking.caller)
  return keep(ports, asking, undefined)
}

/** `data:` of a picture, in base64 (RFC 2397). What it is called there is not believed. */
function readImage(image: unknown): Pick<Logo, 'bytes' | 'mediaType'> {
  const [, base64 = ''] =
    typeof image === 'string'
      ? (/^data:image\/[a-z+.-]+;base64,([A-Za-z0-9+/]+={0,2})$/.exec(image) ?? [])
      : []
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === 0) throw refused('must be a picture as "data:image/png;base64,..."')
  if (bytes.length > mostLogoBytes) throw refused(`must have at most ${mostLogoBytes} bytes`)
  const picture = readPicture(bytes)
  if (picture === undefined) throw refused('must be a PNG, JPEG or WebP')
  const { mediaType, width, height } = picture
  if (Math.max(width, height) > mostLogoPixels) {
    throw refused(
      `must have sides of at most ${mostLogoPixels} pixels, and has ${width} x ${height}`,
    )
  }
  return { bytes, mediaType }
}

function refused(fault: string): DomainError {
  return new DomainError('validation_failed', 'The logo is not valid; see "fields".', {
    fields: [`image: ${fault}`],
  })
}

/** `false`: nothing changed. */
function keep(
  { storage, dataKeys, clock }: AccountPorts,
  { caller, origin }: Asking,
  logo: Logo | undefined,
): Promise<boolean> {
  const { accountId } = caller
  return storage.write(async (tx) => {
    const account = await tx.accounts.lock(accountId)
    if (account === undefined) throw new DomainError('not_found', 'There is no such account.')
    const before = await tx.logos.find(accountId)
    if (before?.version === logo?.version) return false
    if (logo === undefined) await tx.logos.remove(accountId)
    else await tx.logos.put(accountId, logo)
    const entry: AuditEntry = {
      at: clock.now(),
      action: 'Edit',
      ...accountAsObject(account),
      element: 'logo',
      oldValue: textOf(before),
      newValue: textOf(logo),
      actor: actorOf(caller, origin),
      requestId: origin.requestId,
      automatic: false,
    }
    await recordAudit({ dataKeys, tx }, accountId, [entry])
    return true
  })
}

function textOf(logo: Logo | undefined): string {
  return logo === undefined ? '' : `${logo.mediaType}, ${logo.bytes.length} bytes, ${logo.version}`
}
