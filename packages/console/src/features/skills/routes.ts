import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

const getParentRoute = () => accountRoute

export const skillRoutes = [
  createRoute({
    getParentRoute,
    path: 'skills',
    component: lazyRouteComponent(() => import('./skills-page.tsx'), 'SkillsPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'skills/new',
    component: lazyRouteComponent(() => import('./skill-page.tsx'), 'NewSkillPage'),
  }),
  createRoute({
    getParentRoute,
    path: 'skills/$skillId',
    component: lazyRouteComponent(() => import('./skill-page.tsx'), 'SkillPage'),
  }),
] as const
