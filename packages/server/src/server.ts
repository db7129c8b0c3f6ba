import { fileURLToPath } from 'node:url'
import type { FastifyBaseLogger, RouteOptions } from 'fastify'
import type { Config } from '#config/config.ts'
import { createKnownAccounts } from '#domain/accounts/known-accounts.ts'
import { createKeyLimiters } from '#domain/api-keys/key-limiters.ts'
import { createKnownKeys } from '#domain/api-keys/known-keys.ts'
import { createUseRecorder } from '#domain/api-keys/record-uses.ts'
import { createClientOrigins } from '#domain/applications/client-origins.ts'
import { createConsoleClient } from '#domain/applications/console-client.ts'
import { createIssueCounter } from '#domain/applications/count-issues.ts'
import { createClients } from '#domain/applications/create-clients.ts'
import { createActingUsers } from '#domain/authorization/acting-user.ts'
import { createCallers } from '#domain/authorization/callers.ts'
import { createClientFailures } from '#domain/authorization/client-failures.ts'
import { createTokenJudge } from '#domain/authorization/judge-token.ts'
import { createRecentAnswers } from '#domain/authorization/recent-answers.ts'
import { createIdentityProviders } from '#domain/connectors/identity-providers.ts'
import { createKnownConnectors } from '#domain/connectors/known-connectors.ts'
import { createConsumerNames } from '#domain/consumers/consumer-names.ts'
import { createConsumerTokens } from '#domain/consumers/consumer-tokens.ts'
import { createDebuggerLimits } from '#domain/consumers/debugger-limits.ts'
import { createHandshakeRecorder } from '#domain/consumers/record-handshakes.ts'
import { createAllowedHosts } from '#domain/directory/allowed-hosts.ts'
import { createDirectory } from '#domain/directory/directory.ts'
import { fetchBy } from '#domain/foreign-keys/foreign-call.ts'
import { createForeignKeys } from '#domain/foreign-keys/foreign-keys.ts'
import { createSessionCallers } from '#domain/login/callers.ts'
import { createPasswords } from '#domain/login/passwords.ts'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import { createInstanceKeys } from '#domain/sealing/instance-keys.ts'
import type { MasterKeys } from '#domain/sealing/master-keys.ts'
import { createSigningKeys } from '#domain/signing-keys/create-signing-keys.ts'
import type { KeyChange } from '#domain/signing-keys/key-ports.ts'
import { startKeyUpkeep } from '#domain/signing-keys/upkeep-timer.ts'
import { createStatisticRecorder } from '#domain/statistics/record-statistics.ts'
import { agentGroupRoutes } from '#http/account-config/agent-groups.routes.ts'
import { appInstallRoutes } from '#http/account-config/app-install.routes.ts'
import { auditRoutes } from '#http/account-config/audit/routes.ts'
import { campaignRoutes } from '#http/account-config/campaigns.routes.ts'
import { connectorRoutes, publicConnectorRoutes } from '#http/account-config/connectors.routes.ts'
import { lobRoutes } from '#http/account-config/lobs.routes.ts'
import { profileRoutes } from '#http/account-config/profiles.routes.ts'
import { skillRoutes } from '#http/account-config/skills.routes.ts'
import { userRoutes } from '#http/account-config/users.routes.ts'
import { loginRoutes } from '#http/agent-vep/login.routes.ts'
import { createHttpApp, type HttpApp } from '#http/app.ts'
import { appKeyRoutes } from '#http/app-key-management/routes.ts'
import { consoleRoutes } from '#http/console/routes.ts'
import { csdsRoutes } from '#http/csds/routes.ts'
import { docsRoutes } from '#http/docs/routes.ts'
import { idpApplicationRoutes } from '#http/idp/application.routes.ts'
import { backchannelLogoutRoutes } from '#http/idp/backchannel-logout.routes.ts'
import { idpCallbackRoutes } from '#http/idp/callback.routes.ts'
import { keyDocumentRoutes } from '#http/idp/keys.routes.ts'
import { idpRoutes } from '#http/idp/routes.ts'
import { oidcBrowserRoutes } from '#http/oidc/authorize.routes.ts'
import { oidcMetadataRoutes } from '#http/oidc/metadata.routes.ts'
import { oidcTokenRoutes } from '#http/oidc/token.routes.ts'
import { userinfoRoutes } from '#http/oidc/userinfo.routes.ts'
import { collectOperations } from '#http/openapi/collect-operations.ts'
import { operatorRoutes } from '#http/operator/routes.ts'
import { createMetrics } from '#http/ops/metrics.ts'
import { forOperators } from '#http/ops/metrics-access.ts'
import type { Metrics } from '#http/ops/metrics-source.ts'
import { createReadiness, type Readiness } from '#http/ops/readiness.ts'
import { opsRoutes } from '#http/ops/routes.ts'
import { hostedPageRoutes } from '#http/pages/routes.ts'
import { observeRequests } from '#http/plugins/observe-requests.ts'
import { limitCalls } from '#http/plugins/rate-limit.ts'
import { scopeRoutes } from '#http/scopes/routes.ts'
import { appTokenRoutes } from '#http/sentinel/app-token.routes.ts'
import { sentinelBrowserRoutes } from '#http/sentinel/authorize.routes.ts'
import { sentinelJwksRoutes } from '#http/sentinel/jwks.routes.ts'
import { sentinelRevokeRoutes } from '#http/sentinel/revoke.routes.ts'
import { sentinelTokenRoutes } from '#http/sentinel/token.routes.ts'
import { consumerReportRoutes } from '#http/watchword/consumer-reports.routes.ts'
import { consumerDataRoutes } from '#http/watchword/consumers/routes.ts'
import { watchwordRoutes } from '#http/watchword/routes.ts'
import type { Clock } from '#lib/clock.ts'
import type { PasswordHasher } from '#lib/password-hash/password-hasher.ts'
import { createRateLimiter } from '#lib/rate-limiter.ts'
import { createExceptions } from '#outbound/exceptions.ts'
import { createGuardedCall } from '#outbound/guarded-call.ts'
import type { NonceStore, Storage } from '#storage/port.ts'
import { version } from '#version.ts'

/** What a server is made of. Tests make the same one with their own clock and database. */
export type Parts = {
  readonly config: Config
  readonly storage: Storage
  /** Instead of those of the storage. It is closed with the server. */
  readonly nonces?: NonceStore
  readonly masterKeys: MasterKeys
  readonly clock: Clock
  readonly log: FastifyBaseLogger
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Tests give a cheap one. It is closed with the server. */
  readonly passwords?: PasswordHasher
  /** Given by whoever shows them on a listener of their own too (`createOpsServer`). */
  readonly metrics?: Metrics
  /** Where the console was built to, if it is not where `npm run build:console` puts it. */
  readonly consoleFolder?: string
  readonly readiness?: Readiness
  /** Told of every route: tests try them all, whoever adds them. */
  readonly onRoute?: (route: RouteOptions) => void
}

const builtConsoleFolder = fileURLToPath(new URL('../../console/dist', import.meta.url))

/** Builds the server from its parts. The only place where they meet. */
export function buildServer(parts: Parts): HttpApp {
  const { config, storage, masterKeys, clock, log, tls } = parts
  const { nonces = storage.nonces } = parts
  const { metrics = createMetrics(), readiness = createReadiness({ storage, nonces }) } = parts
  const { passwords = createPasswords() } = parts
  const dataKeys = createDataKeys({ storage, masterKeys })
  const onFault = (fault: unknown) => log.error({ err: fault }, 'background work failed')
  const clients = createClients({
    storage,
    clock,
    console: config.console ? createConsoleClient(config.publicOrigin) : undefined,
  })
  const accounts = createKnownAccounts({ storage })
  const instanceKeys = createInstanceKeys({ storage, masterKeys })
  const keyPorts = {
    storage,
    dataKeys,
    instanceKeys,
    clock,
    rotationMs: config.signingKeyDays * 86_400_000,
    onChange: (change: KeyChange) => log.info(change, 'signing key changed'),
    onFault,
  }
  const signingKeys = createSigningKeys(keyPorts)
  const { publicOrigin } = config
  const callers = createCallers({
    sessions: createSessionCallers({ storage, clock, onFault }),
    judge: createTokenJudge({ storage, clients, signingKeys, clock, publicOrigin }),
    announcements: storage.announcements,
    clock,
  })
  const directory = createDirectory({ storage, publicHost: new URL(config.publicOrigin).host })
  const publicTls = config.publicOrigin.startsWith('https:')

  const app = createHttpApp({ clock, log, publicTls, trustedProxies: config.trustedProxies, tls })
  app.addHook('preClose', async () => readiness.shutDown())
  app.addHook('onClose', () => passwords.close())
  const keyUpkeep = startKeyUpkeep(keyPorts)
  app.addHook('onClose', () => keyUpkeep.close())
  if (parts.nonces !== undefined) app.addHook('onClose', () => nonces.close())
  const statistics = createStatisticRecorder({ storage, clock, onFault })
  app.addHook('onClose', () => statistics.close())
  observeRequests(app, { metrics: metrics.requests, statistics })
  metrics.addGauge({
    name: 'login_queue_length',
    help: 'Passwords that are being hashed, or wait for it.',
    value: passwords.underWay,
  })
  limitCalls(app, { perMinute: config.rateLimits.callsPerMinute, clock })
  const mayReadMetrics = forOperators({ storage, clock, loopback: config.opsPort === undefined })
  if (parts.onRoute !== undefined) app.addHook('onRoute', parts.onRoute)
  const operations = collectOperations(app)
  app.register(docsRoutes({ operations, version, publicOrigin, console: config.console }))
  const { consoleFolder: folder = builtConsoleFolder } = parts
  if (config.console) app.register(consoleRoutes({ storage, publicOrigin, folder }))
  app.register(opsRoutes({ readiness, metrics, mayReadMetrics }))
  app.register(csdsRoutes({ directory }))
  app.register(scopeRoutes())
  app.register(sentinelJwksRoutes({ signingKeys }))
  app.register(oidcMetadataRoutes({ storage, signingKeys, publicOrigin }))
  const limits = config.rateLimits
  const guard =
    limits.loginsPerMinute === undefined
      ? undefined
      : createRateLimiter({ perMinute: limits.loginsPerMinute })
  const uses = createUseRecorder({ storage, dataKeys, clock, onFault, statistics })
  app.addHook('onClose', () => uses.close())
  const issues = createIssueCounter({ storage, clock, onFault })
  app.addHook('onClose', () => issues.close())
  const allowedHosts = createAllowedHosts({ config, storage })
  const keys = createKnownKeys({ storage, dataKeys })
  const verify = { keys, nonces, clock, limiters: createKeyLimiters() }
  const credentials = { callers, signedRequests: { verify, allowedHosts, uses } }
  const login = { storage, dataKeys, passwords, clock, limits, guard, directory, statistics }
  app.register(loginRoutes({ ...login, uses, publicTls }))
  const pages = { ...login, clients, signingKeys, publicOrigin, publicTls }
  app.register(hostedPageRoutes(pages))
  app.register(oidcBrowserRoutes(pages))
  app.register(sentinelBrowserRoutes(pages))
  app.register(userRoutes({ ...login, ...credentials }))
  app.register(profileRoutes({ storage, dataKeys, clock, ...credentials }))
  app.register(skillRoutes({ storage, dataKeys, clock, ...credentials }))
  app.register(agentGroupRoutes({ storage, dataKeys, clock, ...credentials }))
  app.register(lobRoutes({ storage, dataKeys, clock, ...credentials }))
  app.register(auditRoutes({ storage, dataKeys, clock, ...credentials }))
  app.register(appInstallRoutes({ storage, dataKeys, clock, callers }))
  const isExempt = createExceptions(config.outboundAllow).has
  app.register(connectorRoutes({ storage, dataKeys, clock, callers, isExempt }))
  app.register(publicConnectorRoutes({ storage, accounts }))
  app.register(campaignRoutes({ storage, dataKeys, clock, callers }))
  app.register(appKeyRoutes({ storage, dataKeys, clock, ...credentials }))
  const ask = createGuardedCall({ allow: config.outboundAllow })
  const handshakes = createHandshakeRecorder({ storage, clock, onFault, statistics })
  app.addHook('onClose', () => handshakes.close())
  const consumers = {
    ...{ storage, dataKeys, clock, accounts, signingKeys, handshakes, publicOrigin },
    connectors: createKnownConnectors({ storage, dataKeys }),
    identityProviders: createIdentityProviders({ ask, clock }),
    names: createConsumerNames({ dataKeys }),
    tokens: createConsumerTokens({ storage, accounts, signingKeys, clock, publicOrigin }),
    newcomers:
      limits.newcomersPerMinute === undefined
        ? undefined
        : createRateLimiter({ perMinute: limits.newcomersPerMinute }),
  }
  app.register(idpRoutes(consumers))
  app.register(idpApplicationRoutes({ ...consumers, callers }))
  app.register(idpCallbackRoutes(consumers))
  app.register(backchannelLogoutRoutes(consumers))
  app.register(consumerDataRoutes({ ...consumers, callers }))
  const debuggerLimits = createDebuggerLimits({ clock })
  app.register(consumerReportRoutes({ ...consumers, callers, debuggerLimits, isExempt }))
  app.register(
    watchwordRoutes({
      ...consumers,
      storage,
      dataKeys,
      instanceKeys,
      clock,
      callers,
      clients,
      uses,
      allowedHosts,
      statistics,
      keyPorts,
      issues,
      publicOrigin,
    }),
  )
  const origins = createClientOrigins({ storage })
  app.register(userinfoRoutes({ storage, callers, origins }))
  app.register(keyDocumentRoutes({ accounts, signingKeys }))
  const failures = createClientFailures({ storage, dataKeys, clock })
  const foreignKeys = createForeignKeys({ fetchDocument: fetchBy(ask), clock })
  const tokens = {
    ...{ storage, dataKeys, clock, publicOrigin, accounts, clients, signingKeys },
    ...{ foreignKeys, failures, issues },
    users: createActingUsers({ storage }),
    recentAnswers: createRecentAnswers(),
  }
  app.register(sentinelTokenRoutes(tokens))
  app.register(appTokenRoutes(tokens))
  app.register(sentinelRevokeRoutes(tokens))
  app.register(oidcTokenRoutes({ ...tokens, origins }))
  app.register(operatorRoutes({ storage, dataKeys, clock, keyPorts }))
  return app
}
