import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

export const developerRoutes = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'developers',
    component: lazyRouteComponent(() => import('./endpoints-page.tsx'), 'EndpointsPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'developers/calls',
    component: lazyRouteComponent(() => import('./calls-page.tsx'), 'CallsPage'),
  }),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'developers/flows',
    component: lazyRouteComponent(() => import('./flows-page.tsx'), 'FlowsPage'),
  }),
] as const
