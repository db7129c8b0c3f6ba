import { createRootRoute, createRoute } from '@tanstack/react-router'
import { Broken, Lost } from '#features/shell/lost.tsx'
import { Shell } from '#features/shell/shell.tsx'

/** The root of all pages. */
export const rootRoute = createRootRoute({ notFoundComponent: Lost, errorComponent: Broken })

/** Everything below `/console/{accountId}`: the frame with its menu, and one page inside. */
export const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$accountId',
  component: Shell,
  notFoundComponent: Lost,
  errorComponent: Broken,
})
