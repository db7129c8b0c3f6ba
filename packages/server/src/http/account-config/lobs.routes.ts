import { lobBodies, SelectedLob } from '@watchword/protocol/api/lob.ts'
import { createConfigUseCases } from '#domain/users/config-use-cases.ts'
import type { Lob } from '#domain/users/lob.ts'
import { lobsDefinition } from '#domain/users/lobs-definition.ts'
import { type ConfigRoutePorts, configRoutes } from './config/config-routes.ts'
import { wireDate } from './users.ts'

/** The Lines of Business API, contract 1 §5.1. */
export function lobRoutes(ports: ConfigRoutePorts) {
  return configRoutes<Lob, undefined>(ports, {
    path: 'lobs',
    tag: 'LOBs',
    api: 'lobs',
    noun: 'line of business',
    nouns: 'lines of business',
    writers: 'Package 10008.',
    defaultVersion: 1,
    useCases: createConfigUseCases(ports, lobsDefinition),
    answer: SelectedLob,
    bodies: lobBodies.schemas,
    wire: (lob) => ({ ...lob, dateUpdated: wireDate(lob.dateUpdated) }),
  })
}
