import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

/**
 * The frame of the lists: heading and tabs. A tab's list is a child of it, and has no heading of the first level; what
 * is opened from a list is a page of its own, below the account's route.
 */
export const dataSourcesRoute = createRoute({
  getParentRoute: () => accountRoute,
  id: 'data-source-tabs',
  component: lazyRouteComponent(() => import('./data-sources-layout.tsx'), 'DataSourcesLayout'),
})

/** Data Sources without a tab: the first that is allowed. */
export const dataSourceRoutes = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'data-sources',
    component: lazyRouteComponent(() => import('./first-tab.tsx'), 'FirstTab'),
  }),
] as const
