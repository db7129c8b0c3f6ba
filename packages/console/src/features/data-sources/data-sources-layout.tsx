import { Outlet } from '@tanstack/react-router'
import { useMe } from '#api/context.tsx'
import { may } from '#api/rights.ts'
import { AccountLink, Page } from '#ui/page.tsx'
import { dataSourceWords as words } from './messages.ts'
import { dataSourceTabs } from './tabs.ts'

/** The heading of Data Sources and its tabs, which are links: each list has an address. */
export function DataSourcesLayout() {
  const me = useMe()
  return (
    <Page title={words.title} lead={words.lead}>
      <nav aria-label={words.tabs} className="ww-tabs">
        {dataSourceTabs
          .filter(({ right }) => may(me, right))
          .map(({ to, label }) => (
            <AccountLink key={to} to={to} className="ww-tab">
              {label}
            </AccountLink>
          ))}
      </nav>
      <Outlet />
    </Page>
  )
}
