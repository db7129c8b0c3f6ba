import { Outlet } from '@tanstack/react-router'
import { useMe } from '#api/context.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { dataSourceWords as words } from './messages.ts'
import { tabsFor } from './tabs.ts'

/** The heading of Data Sources and its tabs, which are links: each list has an address. */
export function DataSourcesLayout() {
  return (
    <Page title={words.title} lead={words.lead}>
      <nav aria-label={words.tabs} className="ww-tabs">
        {tabsFor(useMe()).map(({ to, label }) => (
          <AccountLink key={to} to={to} className="ww-tab">
            {label}
          </AccountLink>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
