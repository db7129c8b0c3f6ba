import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'

const layoutRoute = createRoute({
  getParentRoute: () => accountRoute,
  id: 'consumer-tabs',
  component: lazyRouteComponent(() => import('./consumers-layout.tsx'), 'ConsumersLayout'),
})

/** The tabs, and one consumer. */
export const consumerRoutes = [
  layoutRoute.addChildren([
    createRoute({
      getParentRoute: () => layoutRoute,
      path: 'consumers',
      component: lazyRouteComponent(() => import('./people-tab.tsx'), 'PeopleTab'),
    }),
    createRoute({
      getParentRoute: () => layoutRoute,
      path: 'consumers/events',
      component: lazyRouteComponent(() => import('./events-tab.tsx'), 'EventsTab'),
    }),
    createRoute({
      getParentRoute: () => layoutRoute,
      path: 'consumers/erasures',
      component: lazyRouteComponent(() => import('./erasures-tab.tsx'), 'ErasuresTab'),
    }),
  ]),
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'consumers/$id',
    component: lazyRouteComponent(() => import('./consumer-page.tsx'), 'ConsumerPage'),
  }),
] as const
