import { Outlet } from '@tanstack/react-router'
import { useMay } from '#api/context.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { consumerMenu } from './menu.ts'
import { consumerWords as words } from './messages.ts'

/** The heading of consumers and its tabs. What administrators alone may see is not there for others. */
export function ConsumersLayout() {
  const isAdministrator = useMay('consumers:write')
  const tabs = [
    { to: '/consumers', label: words.tabs.people },
    ...(isAdministrator
      ? [
          { to: '/consumers/events', label: words.tabs.events },
          { to: '/consumers/erasures', label: words.tabs.erasures },
        ]
      : []),
  ]
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
