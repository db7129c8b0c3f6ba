import { createRouter } from '@tanstack/react-router'
import { homeRoutes } from '#features/home/routes.ts'
import { Broken, Lost } from '#features/shell/lost.tsx'
import { accountRoute, rootRoute } from './account-route.tsx'

const routeTree = rootRoute.addChildren([accountRoute.addChildren([...homeRoutes])])

export const router = createRouter({
  routeTree,
  basepath: '/console',
  defaultPreload: 'intent',
  defaultNotFoundComponent: Lost,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
