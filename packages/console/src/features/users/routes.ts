import { createRoute, lazyRouteComponent, notFound } from '@tanstack/react-router'
import { accountRoute } from '../../account-route.tsx'
import { readUserSearch } from './list-filters.ts'

/** An id is a number; another address leads nowhere. */
const withId = {
  parse({ id }: { readonly id: string }) {
    if (!/^\d{1,15}$/.test(id)) throw notFound()
    return { id: Number(id) }
  },
  stringify: ({ id }: { readonly id: number }) => ({ id: `${id}` }),
}

const part = { getParentRoute: () => accountRoute } as const

/** Users: the list, whose address says what it is narrowed to, one of them, and ways to make them. */
export const userRoutes = [
  createRoute({
    ...part,
    path: 'users',
    validateSearch: readUserSearch,
    component: lazyRouteComponent(() => import('./users-page.tsx'), 'UsersPage'),
  }),
  createRoute({
    ...part,
    path: 'users/new',
    component: lazyRouteComponent(() => import('./create-page.tsx'), 'CreateUserPage'),
  }),
  createRoute({
    ...part,
    path: 'users/import',
    component: lazyRouteComponent(() => import('./import/import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    ...part,
    path: 'users/$id',
    params: withId,
    component: lazyRouteComponent(() => import('./user-page.tsx'), 'UserPage'),
  }),
  createRoute({
    ...part,
    path: 'users/$id/edit',
    params: withId,
    component: lazyRouteComponent(() => import('./edit-page.tsx'), 'EditUserPage'),
  }),
] as const
