/**
 * What an audit event may be about (contract 1 §6): the code of the query, and the label of the answer. The
 * reference documents the first four codes; the others are ours, in its spelling.
 */
export const componentLabels = {
  ACUserObject: 'Users',
  ACSkillObject: 'Skills',
  ACProfileObject: 'Profiles',
  ACAgentGroupObject: 'Agent Groups',
  ACLobObject: 'LOBs',
  ACAccountObject: 'Account settings',
  ACSessionObject: 'Sessions',
  ACLoginObject: 'Logins',
  ACApiKeyObject: 'API keys',
  ACApplicationObject: 'Applications',
  ACSigningKeyObject: 'Signing keys',
  ACAuditTrailObject: 'Audit trail',
  ACConsentObject: 'Consents',
  ACGrantObject: 'Grants',
  ACConnectorObject: 'Connectors',
  ACCampaignObject: 'Campaigns',
  ACEngagementObject: 'Engagements',
  ACConsumerObject: 'Consumers',
} as const satisfies Readonly<Record<string, string>>

/** A code that an event may carry. */
export type ComponentType = keyof typeof componentLabels

/** Every code, in the order of the table. */
export const componentTypes = Object.keys(componentLabels) as readonly ComponentType[]

const labels: ReadonlyMap<string, string> = new Map(Object.entries(componentLabels))

/** Whether a query may ask for it. */
export function isComponentType(code: string): code is ComponentType {
  return labels.has(code)
}

/** How an answer names it, in English, the one language there is. */
export function componentLabel(code: string): string {
  return labels.get(code) ?? code
}
