import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { logoPath } from '#http/logo-path.ts'
import { type Html, html } from '#lib/html.ts'
import type { PagePorts } from './authorize-handler.ts'
import { monogram } from './frame.ts'

/** Whose page it is, as people see it. */
export type Brand = {
  readonly accountId: AccountId
  readonly accountName: string
  /** The address of its logo, of our own. */
  readonly accountLogo: string | undefined
}

/** Reads it. An account that is gone has no name. */
export async function readBrand(
  { storage }: Pick<PagePorts, 'storage'>,
  accountId: AccountId,
): Promise<Brand> {
  const [account, version] = await Promise.all([
    storage.read.accounts.find(accountId),
    storage.read.logos.version(accountId),
  ])
  const accountLogo = version === undefined ? undefined : logoPath(accountId, version)
  return { accountId, accountName: account?.name ?? '', accountLogo }
}

/** Its logo, or the first letter of its name. The name itself stands in the text beside it. */
export function brandEmblem({ accountName, accountLogo }: Brand): Html {
  if (accountLogo === undefined) return monogram(accountName)
  return html`<img class="logo" src="${accountLogo}" alt="" height="44">`
}
