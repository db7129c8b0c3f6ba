/**
 * The anonymous consumer of this tab: the external token that renews it, and the consumer token that it has now. It is
 * kept while the tab is open, because signing in leaves the page.
 */
export type AnonymousIdentity = { readonly external: string; readonly consumerToken: string }

const name = 'larkspur-anonymous'

export function readAnonymousIdentity(): AnonymousIdentity | undefined {
  const kept = sessionStorage.getItem(name)
  return kept === null ? undefined : (JSON.parse(kept) as AnonymousIdentity)
}

export function keepAnonymousIdentity(identity: AnonymousIdentity | undefined): void {
  if (identity === undefined) sessionStorage.removeItem(name)
  else sessionStorage.setItem(name, JSON.stringify(identity))
}
