import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

/** The frame of all tabs: heading and tabs. */
const settingsRoute = createRoute({
  getParentRoute: () => accountRoute,
  id: 'settings-tabs',
  component: lazyRouteComponent(() => import('./settings-layout.tsx'), 'SettingsLayout'),
})

const tabs = () => import('./settings-tab.tsx')

/** Settings: each tab has an address. Without one, the login policy. */
export const settingsRoutes = [
  settingsRoute.addChildren([
    createRoute({
      getParentRoute: () => settingsRoute,
      path: 'settings',
      component: lazyRouteComponent(tabs, 'LoginTab'),
    }),
    createRoute({
      getParentRoute: () => settingsRoute,
      path: 'settings/access',
      component: lazyRouteComponent(tabs, 'AccessTab'),
    }),
    createRoute({
      getParentRoute: () => settingsRoute,
      path: 'settings/consumers',
      component: lazyRouteComponent(tabs, 'ConsumersTab'),
    }),
    createRoute({
      getParentRoute: () => settingsRoute,
      path: 'settings/features',
      component: lazyRouteComponent(tabs, 'FeaturesTab'),
    }),
    createRoute({
      getParentRoute: () => settingsRoute,
      path: 'settings/general',
      component: lazyRouteComponent(tabs, 'GeneralTab'),
    }),
    createRoute({
      getParentRoute: () => settingsRoute,
      path: 'settings/branding',
      component: lazyRouteComponent(() => import('./branding-tab.tsx'), 'BrandingTab'),
    }),
  ]),
] as const
