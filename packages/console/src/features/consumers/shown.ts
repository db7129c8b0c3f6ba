type TabWords = Readonly<Record<'people' | 'events' | 'erasures', string>>

/** The tabs of consumers: what the API tells administrators alone is not there for others. */
export function consumerTabs(
  isAdministrator: boolean,
  words: TabWords,
): readonly { readonly to: string; readonly label: string }[] {
  const people = { to: '/consumers', label: words.people }
  if (!isAdministrator) return [people]
  return [
    people,
    { to: '/consumers/events', label: words.events },
    { to: '/consumers/erasures', label: words.erasures },
  ]
}

/** What a consumer is called by those who may know it; empty: by nobody. */
export function fullNameOf({
  firstName = '',
  lastName = '',
}: {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}): string {
  return [firstName.trim(), lastName.trim()].filter((part) => part !== '').join(' ')
}

/** How many rows an erasure took, of all tables. */
export function rowsOf(removed: Readonly<Record<string, number>>): number {
  return Object.values(removed).reduce((sum, count) => sum + count, 0)
}
