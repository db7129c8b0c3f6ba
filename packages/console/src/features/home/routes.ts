import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'
import { parseRange, type Range } from './ranges.ts'

export const homeRoutes = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: '/',
    validateSearch: ({ range }: Readonly<Record<string, unknown>>): { readonly range?: Range } => {
      const parsed = parseRange(range)
      return parsed === undefined ? {} : { range: parsed }
    },
    component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage'),
  }),
] as const
