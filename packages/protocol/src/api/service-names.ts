/**
 * Every service the Domain API lists, contract README "services the Domain API lists": the names
 * of contract 1 section 1.5, then those that only contract 2 section 0 has, then `facadeMsg`.
 * Each once, and case-sensitive; the spelling is `faasGW`.
 */
export const serviceNames = [
  'agentVep',
  'accountConfigReadOnly',
  'accountConfigReadWrite',
  'sentinel',
  'smt',
  'liveEngageUI',
  'visitorFeed',
  'etool',
  'asyncMessagingEnt',
  'msgHist',
  'idp',
  'messagingRestApiDomain',
  'faasGW',
  'leDataReporting',
  'engHistDomain',
  'appKeyManagement',
  'acCdnDomain',
  'agentManagerWorkspace',
  'agentActivityDomain',
  'cbLeIntegrations',
  'convBuild',
  'bcmgmt',
  'bcintg',
  'bcnlu',
  'aistudio',
  'bot',
  'botPlatform',
  'botlogs',
  'kb',
  'context',
  'recommendation',
  'proactive',
  'proactiveHandoff',
  'mcfeature',
  'promptlibrary',
  'coreAIIntent',
  'faasUI',
  'mtlsGateway',
  'adminArea',
  'facadeMsg',
] as const

/** A service the Domain API lists, contract 1 section 1.5. */
export type ServiceName = (typeof serviceNames)[number]

const known: ReadonlySet<string> = new Set(serviceNames)

/** Says whether the Domain API lists this service. Case counts, contract 1 section 1.1. */
export function isServiceName(text: string): text is ServiceName {
  return known.has(text)
}
