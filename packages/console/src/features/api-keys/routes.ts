import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { dataSourcesRoute } from '#features/data-sources/routes.ts'
import { accountRoute } from '../../account-route.tsx'

/** The list: a tab of Data Sources. */
export const apiKeyTabRoutes = [
  createRoute({
    getParentRoute: () => dataSourcesRoute,
    path: 'data-sources/api-keys',
    component: lazyRouteComponent(() => import('./api-keys-tab.tsx'), 'ApiKeysTab'),
  }),
] as const

/** What is opened from it. */
export const apiKeyRoutes = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'data-sources/api-keys/new',
    component: lazyRouteComponent(() => import('./key-form-page.tsx'), 'NewKeyPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'data-sources/api-keys/explain',
    component: lazyRouteComponent(() => import('./explain-page.tsx'), 'ExplainPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'data-sources/api-keys/explain/$refusalId',
    component: lazyRouteComponent(() => import('./explain-page.tsx'), 'ExplainRefusalPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'data-sources/api-keys/migration',
    component: lazyRouteComponent(() => import('./migration-page.tsx'), 'MigrationPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'data-sources/api-keys/$keyId',
    component: lazyRouteComponent(() => import('./key-page.tsx'), 'KeyPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'data-sources/api-keys/$keyId/edit',
    component: lazyRouteComponent(() => import('./key-form-page.tsx'), 'EditKeyPage'),
  }),
] as const
