import type { AccountAttention } from '@watchword/protocol/api/statistics.ts'

type Group = AccountAttention['attention'][number]
export type AttentionKind = Group['kind']

/** What of a thing is told beside its name. */
export type Told = 'ended' | 'ends' | 'lastUsed' | 'lockedUntil' | 'changes' | 'nothing'

/** How each kind is shown: how urgent it is, what its moment says, and where it is mended. */
export type AttentionAbout = {
  readonly urgent: boolean
  readonly told: Told
  readonly to: (id: string) => string
  /** Where all of the kind are. */
  readonly all: string
}

const keys = {
  to: (id: string) => `/data-sources/api-keys/${encodeURIComponent(id)}`,
  all: '/data-sources/api-keys',
}
const applications = {
  to: (id: string) => `/applications/${encodeURIComponent(id)}`,
  all: '/applications',
}

export const aboutAttention: Readonly<Record<AttentionKind, AttentionAbout>> = {
  connector_failing: {
    ...{ urgent: true, told: 'nothing', all: '/data-sources/connectors' },
    to: (id) => `/data-sources/connectors/${encodeURIComponent(id)}`,
  },
  user_locked: {
    ...{ urgent: true, told: 'lockedUntil', all: '/users' },
    to: (id) => `/users/${encodeURIComponent(id)}`,
  },
  key_expired: { urgent: true, told: 'ended', ...keys },
  key_expiring: { urgent: false, told: 'ends', ...keys },
  key_unused: { urgent: false, told: 'lastUsed', ...keys },
  application_unused: { urgent: false, told: 'lastUsed', ...applications },
  application_without_grant: { urgent: false, told: 'lastUsed', ...applications },
  signing_key_rotating: {
    ...{ urgent: false, told: 'changes', all: '/signing-keys' },
    to: () => '/signing-keys',
  },
}

/** So many of a kind are named; the others are a number. */
const named = 4

/** One kind as it is shown. */
export type AttentionShown = {
  readonly kind: AttentionKind
  readonly about: AttentionAbout
  readonly total: number
  readonly items: Group['items']
  readonly more: number
}

/** What is shown, in the order of the server, which is by urgency. Kinds of a newer server are left out. */
export function attentionShown(
  attention: AccountAttention['attention'],
): readonly AttentionShown[] {
  return attention.flatMap(({ kind, total, items }) => {
    if (!Object.hasOwn(aboutAttention, kind) || total === 0) return []
    const shown = items.slice(0, named)
    return [{ kind, about: aboutAttention[kind], total, items: shown, more: total - shown.length }]
  })
}

const yearMs = 365 * 86_400_000

/** Whether a lock lasts until somebody takes it away. */
export function isForGood(at: string | null, now: number): boolean {
  return at !== null && Date.parse(at) > now + yearMs
}
