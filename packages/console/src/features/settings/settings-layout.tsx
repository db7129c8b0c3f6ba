import { Outlet } from '@tanstack/react-router'
import { AccountLink, Page } from '#ui/page.tsx'
import { settingsMenu } from './menu.ts'
import { settingWords as words } from './messages.ts'

const tabs = [
  { to: '/settings', label: words.tabs.login },
  { to: '/settings/access', label: words.tabs.access },
  { to: '/settings/consumers', label: words.tabs.consumers },
  { to: '/settings/features', label: words.tabs.features },
  { to: '/settings/general', label: words.tabs.general },
  { to: '/settings/branding', label: words.tabs.branding },
] as const

/** The heading of settings and its tabs, which are links. */
export function SettingsLayout() {
  return (
    <Page title={settingsMenu.title} lead={words.lead} width="text">
      <nav aria-label={words.tabs.label} className="ww-tabs">
        {tabs.map(({ to, label }) => (
          <AccountLink
            key={to}
            to={to}
            className="ww-tab"
            activeOptions={{ exact: to === '/settings' }}
          >
            {label}
          </AccountLink>
        ))}
      </nav>
      <Outlet />
    </Page>
  )
}
