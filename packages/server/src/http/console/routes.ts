import type { FastifyInstance } from 'fastify'
import { addConsoleAssets } from './asset.routes.ts'
import { createBuiltConsole } from './built-console.ts'
import { addConsolePage, type ConsolePagePorts } from './page.routes.ts'

/** The console, out of the folder that it was built to. */
export function consoleRoutes(
  ports: Omit<ConsolePagePorts, 'built'> & { readonly folder: string },
) {
  return async (app: FastifyInstance): Promise<void> => {
    const built = createBuiltConsole(ports)
    addConsoleAssets(app, { built })
    addConsolePage(app, { ...ports, built })
  }
}
