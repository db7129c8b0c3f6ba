import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

export const signingKeyRoutes = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'signing-keys',
    component: lazyRouteComponent(() => import('./keys-page.tsx'), 'KeysPage'),
  }),
] as const
