import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { dataSourcesRoute } from '#features/data-sources/routes.ts'

/** The list: a tab of Data Sources. */
export const connectorTabRoutes = [
  createRoute({
    getParentRoute: () => dataSourcesRoute,
    path: 'data-sources/connectors',
    component: lazyRouteComponent(() => import('./connectors-tab.tsx'), 'ConnectorsTab'),
  }),
] as const
