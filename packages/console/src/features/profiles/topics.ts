import type { CataloguePackage } from '@watchword/protocol/api/permission-packages.ts'

/** What packages are about, in the order in which they are shown. */
export const topics = [
  ...(['core', 'people', 'campaigns', 'access', 'conversations', 'surveys', 'reports'] as const),
  ...(['bots', 'functions', 'transporter', 'optimizer', 'help'] as const),
] as const
export type Topic = (typeof topics)[number]

const words: readonly (readonly [Topic, RegExp])[] = [
  ['core', / core$/],
  ['surveys', /survey/i],
  ['bots', /^Conversation Builder/],
  ['functions', /functions$/],
  ['transporter', /^Data Transporter/],
  ['optimizer', /^(?:Performance Optimizer|Staff Forecaster)/],
  ['help', /support|^Connection area/],
  ['access', /API key|API keys|audit trail|Authentication server|consumer profile/],
  ['reports', /report|Night Vision|Shift status|billing/],
  [
    'campaigns',
    /campaign|Predefined|predefined|Automatic messages|Engagement attributes|Schedule/i,
  ],
  ['conversations', /conversation|messaging|CoBrowse|Secure form|SLA|Agent list/i],
  ['people', /./],
]

/** The topic of a package, by what it is called. */
export function topicOf({ name }: Pick<CataloguePackage, 'name'>): Topic {
  return words.find(([, form]) => form.test(name))?.[0] ?? 'people'
}

/** Packages that this server itself asks for, and so what they allow here; the others are kept for other systems. */
export const effective: ReadonlySet<number> = new Set([
  ...[10_001, 10_002, 10_003, 10_004, 10_006, 10_008, 10_015],
  ...[20_015, 30_003, 30_004, 30_005, 30_006, 30_007, 30_013, 30_015],
  ...[40_000, 40_001, 40_002, 40_008, 40_012, 40_018],
])

/** Whether a package does something here: the core of the administrator is the role, which much is asked of. */
export function isEffective({ id }: Pick<CataloguePackage, 'id'>): boolean {
  return id === 10_000 || effective.has(id)
}
