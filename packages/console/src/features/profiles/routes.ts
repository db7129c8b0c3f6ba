import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

const getParentRoute = () => accountRoute

export const profileRoutes = [
  createRoute({
    getParentRoute,
    path: 'profiles',
    component: lazyRouteComponent(() => import('./profiles-page.tsx'), 'ProfilesPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'profiles/compare',
    component: lazyRouteComponent(() => import('./compare-page.tsx'), 'ComparePage'),
  }),
  createRoute({
    getParentRoute,
    path: 'profiles/new',
    component: lazyRouteComponent(() => import('./profile-page.tsx'), 'NewProfilePage'),
  }),
  createRoute({
    getParentRoute,
    path: 'profiles/$profileId',
    component: lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfilePage'),
  }),
] as const
