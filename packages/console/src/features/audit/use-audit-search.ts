import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { type AuditFilters, type AuditSearch, readAuditSearch } from './search.ts'

/** What the address asks for, and changing it. Filters that change close the event that is open. */
export function useAuditSearch() {
  const raw = useSearch({ strict: false }) as Readonly<Record<string, unknown>>
  const navigate = useNavigate()
  const search = useMemo(() => readAuditSearch(raw), [raw])
  const go = (next: AuditSearch, replace: boolean) =>
    navigate({ to: '.', search: next as never, replace, resetScroll: false })
  return {
    search,
    /** `undefined` takes a filter away. */
    filter(change: { readonly [K in keyof AuditFilters]?: AuditFilters[K] | undefined }) {
      const { event: _, ...filters } = { ...search, ...change }
      void go(readAuditSearch(filters), true)
    },
    clear: () => void go({}, false),
    close() {
      const { event: _, ...filters } = search
      void go(filters, false)
    },
  }
}
