import type { AccountPorts } from '#domain/accounts/account-ports.ts'
import type { KeyPorts } from '#domain/signing-keys/key-ports.ts'
import type { HttpApp } from '#http/app.ts'
import { requireOperator } from '#http/authenticate-operator.ts'
import { accountChangeRoutes, accountRoute, accountRoutes, blockRoutes } from './account.routes.ts'
import { accountApplicationRoutes, publishedApplicationRoutes } from './application.routes.ts'
import { directoryRoutes } from './directory.routes.ts'
import { keyRoutes } from './keys.routes.ts'

/**
 * The operator's API: accounts, from outside. It takes operator tokens alone, which in turn are nobody's
 * credential on an account's API.
 */
export function operatorRoutes(ports: AccountPorts & { readonly keyPorts: KeyPorts }) {
  return async (app: HttpApp): Promise<void> => {
    app.addHook('onRequest', requireOperator(ports))
    accountRoutes(app, ports)
    accountRoute(app, ports)
    accountChangeRoutes(app, ports)
    blockRoutes(app, ports)
    directoryRoutes(app, ports)
    publishedApplicationRoutes(app, { ...ports, instanceKeys: ports.keyPorts.instanceKeys })
    accountApplicationRoutes(app, ports)
    keyRoutes(app, ports.keyPorts)
  }
}
