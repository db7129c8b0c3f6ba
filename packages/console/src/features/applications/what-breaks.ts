import type { GrantList } from '@watchword/protocol/api/grant.ts'
import { type Application, grantTypesOf } from './manifest.ts'
import { hiddenFromAll } from './menu-view.ts'
import { webhookRowsOf } from './webhooks.ts'

/** Words for what stops. */
export type BreakWords = {
  readonly users: (names: readonly string[], more: number) => string
  readonly grants: (count: number) => string
  readonly tokens: (count: number) => string
  readonly webhooks: (count: number) => string
  readonly menu: string
  readonly bots: string
  readonly unused: string
}

/** Names that are told; the others are counted. */
const mostNames = 5

/** What stops when an application is switched off or uninstalled, by name. */
export function whatBreaks(
  application: Application,
  { grants, tokens }: { readonly grants: GrantList; readonly tokens: number },
  words: BreakWords,
): readonly string[] {
  const users = usersOf(grants)
  const hooks = webhookRowsOf(application.capabilities).webhooks.length
  const told: readonly (string | false)[] = [
    users.length > 0 &&
      words.users(users.slice(0, mostNames), Math.max(0, users.length - mostNames)),
    grants.total > 0 && words.grants(grants.total),
    grants.total === 0 && grantTypesOf(application).includes('authorization_code') && words.unused,
    tokens > 0 && words.tokens(tokens),
    grantTypesOf(application).includes('client_credentials') && words.bots,
    hooks > 0 && words.webhooks(hooks),
    hiddenFromAll(application) === undefined && words.menu,
  ]
  return told.filter((text) => text !== false)
}

/** Users who are signed in through it, each once. */
export function usersOf({ grants }: Pick<GrantList, 'grants'>): readonly string[] {
  return [...new Set(grants.map(({ loginName, userId }) => loginName || `${userId}`))]
}
