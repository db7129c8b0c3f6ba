import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

const getParentRoute = () => accountRoute

export const lobRoutes = [
  createRoute({
    getParentRoute,
    path: 'lobs',
    component: lazyRouteComponent(() => import('./lobs-page.tsx'), 'LobsPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'lobs/new',
    component: lazyRouteComponent(() => import('./lob-page.tsx'), 'NewLobPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'lobs/$lobId',
    component: lazyRouteComponent(() => import('./lob-page.tsx'), 'LobPage'),
  }),
] as const
