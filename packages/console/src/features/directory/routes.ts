import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

export const directoryRoutes = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'directory',
    component: lazyRouteComponent(() => import('./directory-page.tsx'), 'DirectoryPage'),
  }),
] as const
