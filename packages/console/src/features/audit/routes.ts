import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

/** The trail. Its filters stand in the address, and are read by the page: the frame need not know them. */
export const auditRoutes = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'audit',
    component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
  }),
] as const
