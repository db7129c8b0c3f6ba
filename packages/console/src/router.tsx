import { createRouter } from '@tanstack/react-router'
import { groupRoutes } from '#features/agent-groups/routes.ts'
import { apiKeyRoutes, apiKeyTabRoutes } from '#features/api-keys/routes.ts'
import { applicationRoutes } from '#features/applications/routes.ts'
import { auditRoutes } from '#features/audit/routes.ts'
import { campaignRoutes } from '#features/campaigns/routes.ts'
import { connectorRoutes, connectorTabRoutes } from '#features/connectors/routes.ts'
import { consumerRoutes } from '#features/consumers/routes.ts'
import { dataSourceRoutes, dataSourcesRoute } from '#features/data-sources/routes.ts'
import { developerRoutes } from '#features/developers/routes.ts'
import { directoryRoutes } from '#features/directory/routes.ts'
import { homeRoutes } from '#features/home/routes.ts'
import { lobRoutes } from '#features/lobs/routes.ts'
import { profileRoutes } from '#features/profiles/routes.ts'
import { sessionRoutes } from '#features/sessions/routes.ts'
import { settingsRoutes } from '#features/settings/routes.ts'
import { Broken, Lost } from '#features/shell/lost.tsx'
import { signingKeyRoutes } from '#features/signing-keys/routes.ts'
import { skillRoutes } from '#features/skills/routes.ts'
import { userRoutes } from '#features/users/routes.ts'
import { accountRoute, rootRoute } from './account-route.tsx'

const routeTree = rootRoute.addChildren([
  accountRoute.addChildren([
    ...homeRoutes,
    ...developerRoutes,
    ...campaignRoutes,
    ...profileRoutes,
    ...skillRoutes,
    ...groupRoutes,
    ...lobRoutes,
    ...dataSourceRoutes,
    ...connectorRoutes,
    ...applicationRoutes,
    ...userRoutes,
    ...auditRoutes,
    ...apiKeyRoutes,
    ...sessionRoutes,
    ...directoryRoutes,
    dataSourcesRoute.addChildren([...connectorTabRoutes, ...apiKeyTabRoutes]),
    ...consumerRoutes,
    ...settingsRoutes,
    ...signingKeyRoutes,
  ]),
])

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
