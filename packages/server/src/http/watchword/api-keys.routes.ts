import {
  privilegeCategories,
  privilegedApis,
  scopeOfPrivilege,
} from '@watchword/protocol/api/api-privileges.ts'
import {
  KeyUsage,
  MigrationReport,
  PrivilegeCatalogue,
  ReportQuery,
} from '@watchword/protocol/api/key-report.ts'
import type { FastifyInstance } from 'fastify'
import {
  type ReportPorts,
  readMigration,
  readUsage,
  type UsageOfKey,
} from '#domain/api-keys/key-reports.ts'
import { requireKeyReader } from '#domain/api-keys/key-rights.ts'
import { userOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import type { ApiKeyUse } from '#storage/port.ts'
import { AccountParams, base, commonRefusals } from './route-about.ts'

const about = { tags: ['API keys' as const], security: byBearer, params: AccountParams }
const needs = 'Package 40008 or 10006.'

/** What is told of keys beside themselves. */
export function addApiKeyReports(app: FastifyInstance, ports: ReportPorts): void {
  addCatalogue(app)
  addUsage(app, ports)
  addMigration(app, ports)
}

function addCatalogue(app: FastifyInstance): void {
  const schema = {
    ...about,
    summary: 'List what a key may be allowed',
    description: `Every privilege, by category. ${needs}`,
    response: { 200: PrivilegeCatalogue, ...commonRefusals },
  }
  app.get(`${base}/api-keys/privileges`, { schema }, async (request) => {
    requireKeyReader(userOf(request))
    return catalogue
  })
}

const catalogue: PrivilegeCatalogue = {
  categories: privilegeCategories.map((category) => ({
    name: category,
    apis: privilegedApis
      .filter((api) => api.category === category)
      .map(({ data, name, types }) => ({
        data,
        name,
        types: [...types],
        scopes: types.map((type) => scopeOfPrivilege({ data, type })),
      })),
  })),
}

function addUsage(app: FastifyInstance, ports: ReportPorts): void {
  const schema = {
    ...about,
    summary: 'See how API keys are used',
    description: `By key: signed calls by API and day, refusals by reason, the last use. ${needs}`,
    querystring: ReportQuery,
    response: { 200: KeyUsage, ...commonRefusals },
  }
  app.get<{ Querystring: ReportQuery }>(
    `${base}/api-keys/usage`,
    { schema },
    async (request): Promise<KeyUsage> => {
      const report = await readUsage(ports, userOf(request), daysOf(request.query))
      return {
        from: wireDay(report.from),
        to: wireDay(report.to),
        keys: report.keys.map(({ key, lastUse, uses, refusals }) => ({
          keyId: key.keyId,
          appName: key.appName,
          enabled: key.enabled,
          deleted: key.deleted,
          lastUsedAt: momentOf(lastUse),
          lastUsedAddress: lastUse?.address ?? null,
          uses: uses.map(wireUse),
          refusals: refusals.map(wireRefusal),
        })),
        unknownKeys: { refusals: report.refusalsOfUnknown.map(wireRefusal) },
      }
    },
  )
}

function addMigration(app: FastifyInstance, ports: ReportPorts): void {
  const schema = {
    ...about,
    summary: 'See what moving to OAuth 2.0 takes',
    description:
      'By key: how it is still used, and the scopes that an OAuth 2.0 application needs to do the same. ' +
      `\`unusedScopes\` are those it may not need. ${needs}`,
    querystring: ReportQuery,
    response: { 200: MigrationReport, ...commonRefusals },
  }
  app.get<{ Querystring: ReportQuery }>(
    `${base}/api-keys/migration`,
    { schema },
    async (request): Promise<MigrationReport> => {
      const report = await readMigration(ports, userOf(request), daysOf(request.query))
      return {
        from: wireDay(report.from),
        to: wireDay(report.to),
        keys: report.keys.map(({ key, lastUse, uses, scopes, unusedScopes }) => ({
          keyId: key.keyId,
          appName: key.appName,
          enabled: key.enabled,
          lastOAuth1UseAt: momentOf(lastUse),
          uses: uses.map(wireUse),
          scopes: [...scopes],
          unusedScopes: [...unusedScopes],
        })),
      }
    },
  )
}

function daysOf({ days = '30' }: ReportQuery): number {
  return Number(days)
}

function wireUse({ name, day, count, lastAddress }: ApiKeyUse) {
  return { api: name, day: wireDay(day), count, lastAddress }
}

function wireRefusal({ name, count, lastAt, lastAddress }: ApiKeyUse) {
  return { problem: name, count, lastAt: new Date(lastAt).toISOString(), lastAddress }
}

function momentOf(lastUse: UsageOfKey['lastUse']): string | null {
  return lastUse === undefined ? null : new Date(lastUse.at).toISOString()
}

/** 20270131 is 2027-01-31. */
function wireDay(day: number): string {
  return String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
}
