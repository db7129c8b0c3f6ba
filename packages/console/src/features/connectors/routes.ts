import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { dataSourcesRoute } from '#features/data-sources/routes.ts'
import { accountRoute } from '../../account-route.tsx'

/** The list: a tab of Data Sources. */
export const connectorTabRoutes = [
  createRoute({
    getParentRoute: () => dataSourcesRoute,
    path: 'data-sources/connectors',
    component: lazyRouteComponent(() => import('./connectors-tab.tsx'), 'ConnectorsTab'),
  }),
] as const

/** The frame of one connector. */
const connectorRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'data-sources/connectors/$connectorId',
  component: lazyRouteComponent(() => import('./connector-layout.tsx'), 'ConnectorLayout'),
})

const oneConnector = [
  createRoute({
    getParentRoute: () => connectorRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./status-tab.tsx'), 'StatusTab'),
  }),
  createRoute({
    getParentRoute: () => connectorRoute,
    path: 'configure',
    /** `?field=audience`: where a debugger's advice leads. */
    validateSearch: ({ field }) => (typeof field === 'string' ? { field } : {}),
    component: lazyRouteComponent(() => import('./configure-tab.tsx'), 'ConfigureTab'),
  }),
  createRoute({
    getParentRoute: () => connectorRoute,
    path: 'code',
    component: lazyRouteComponent(() => import('./code-tab.tsx'), 'CodeTab'),
  }),
  createRoute({
    getParentRoute: () => connectorRoute,
    path: 'debugger',
    component: lazyRouteComponent(() => import('./debugger-tab.tsx'), 'DebuggerTab'),
  }),
] as const

export const connectorRoutes = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'data-sources/connectors/new',
    component: lazyRouteComponent(() => import('./new-connector-page.tsx'), 'NewConnectorPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'data-sources/connectors/debugger',
    component: lazyRouteComponent(() => import('./debugger-page.tsx'), 'DebuggerPage'),
  }),
  connectorRoute.addChildren([...oneConnector]),
] as const
