import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

export const applicationRoutes = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'applications',
    component: lazyRouteComponent(() => import('./list-page.tsx'), 'ListPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'applications/install',
    component: lazyRouteComponent(() => import('./install-page.tsx'), 'InstallPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'applications/$id',
    component: lazyRouteComponent(() => import('./application-page.tsx'), 'ApplicationPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'applications/$id/edit',
    component: lazyRouteComponent(() => import('./edit-page.tsx'), 'EditPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'grants',
    component: lazyRouteComponent(() => import('./grants-page.tsx'), 'GrantsPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'quick-launch',
    component: lazyRouteComponent(() => import('./menu-page.tsx'), 'MenuPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'allowed',
    component: lazyRouteComponent(() => import('./allowed-page.tsx'), 'AllowedPage'),
  }),
] as const
