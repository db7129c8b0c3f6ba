import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

const getParentRoute = () => accountRoute

export const groupRoutes = [
  createRoute({
    getParentRoute,
    path: 'agent-groups',
    component: lazyRouteComponent(() => import('./groups-page.tsx'), 'GroupsPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'agent-groups/below/$parentId',
    component: lazyRouteComponent(() => import('./group-page.tsx'), 'NewGroupPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'agent-groups/$groupId',
    component: lazyRouteComponent(() => import('./group-page.tsx'), 'GroupPage'),
  }),
] as const
