import type { ConnectorCheck } from '@watchword/protocol/api/connector-report.ts'
import { fieldOf } from './form-faults.ts'
import type { ConnectorValues, FieldName } from './form-values.ts'

export type Finding = ConnectorCheck['findings'][number]

/** The API allows ten a minute for an account; this page alone must not use them up. */
const spacingMs = 8000
/** As long as typing is taken to go on. */
export const pauseMs = 1200

/** How long to wait before the next check: until typing pauses, and never sooner than the spacing allows. */
export function waitBeforeCheck(lastAt: number | undefined, now: number): number {
  return lastAt === undefined ? pauseMs : Math.max(pauseMs, lastAt + spacingMs - now)
}

/** Findings by how bad they are. */
export function sorted(findings: readonly Finding[]) {
  const of = (verdict: string) => findings.filter((finding) => finding.verdict === verdict)
  return { faults: of('fault'), warnings: of('warning'), fine: of('ok') }
}

type Values = Pick<ConnectorValues, 'method' | 'jwtValidationType'>

/** The field that a finding is about: where to go to change it. */
export function fieldOfFinding({ id, value }: Finding, values: Values): FieldName | undefined {
  if (id === 'configuration') {
    return value === null ? undefined : (fieldOf(value) as FieldName)
  }
  const topic = id.replace(/_(?:clock|tls|caching)$/, '')
  if (topic === 'key_set' || topic === 'keys' || topic === 'kid' || topic === 'unused_key') {
    return keyField(values)
  }
  return Object.hasOwn(byTopic, topic) ? byTopic[topic] : undefined
}

function keyField({ jwtValidationType }: Values): FieldName {
  if (jwtValidationType === 'DISCOVERY') return 'discoveryEndpoint'
  return jwtValidationType === 'JWKS_ENDPOINT' ? 'jwksEndpoint' : 'jwtPublicKey'
}

const byTopic: Readonly<Record<string, FieldName>> = {
  way: 'method',
  audience: 'audience',
  issuer: 'issuer',
  clock_tolerance: 'clockToleranceSeconds',
  text_times: 'textTimes',
  unknown_sdes: 'unknownSdes',
  pkce: 'method',
  pkce_support: 'method',
  redirect_uris: 'redirectUris',
  report_only: 'reportOnly',
  shared_issuer: 'sharesIdentity',
  preferred: 'preferred',
  metadata: 'discoveryEndpoint',
  metadata_issuer: 'issuer',
  signing_algorithms: 'algorithms',
  auth_method: 'tokenEndpointAuthMethod',
  token: 'tokenEndpoint',
  client: 'clientId',
}
