import { Outlet } from '@tanstack/react-router'
import { useMay } from '#api/context.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { consumerMenu } from './menu.ts'
import { consumerWords as words } from './messages.ts'
import { consumerTabs } from './shown.ts'

/** The heading of consumers and its tabs. What administrators alone may see is not there for others. */
export function ConsumersLayout() {
  const isAdministrator = useMay('consumers:write')
  const tabs = consumerTabs(isAdministrator, words.tabs)
  return (
    <Page title={consumerMenu.title} lead={words.lead}>
      <nav aria-label={words.tabs.label} className="ww-tabs">
        {tabs.map(({ to, label }) => (
          <AccountLink
            key={to}
            to={to}
            className="ww-tab"
            activeOptions={{ exact: to === '/consumers' }}
          >
            {label}
          </AccountLink>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
