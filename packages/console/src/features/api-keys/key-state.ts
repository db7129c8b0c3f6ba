import { momentOf } from './key-time.ts'

/** How a key is, in one word. */
export type KeyState =
  /** Somebody switched it off. */
  | 'disabled'
  | 'expired'
  /** It ends within 30 days. */
  | 'ending'
  /** Nobody signed with it for 90 days, or ever. */
  | 'unused'
  | 'used'

type Told = { readonly enabled: boolean; readonly expirationTime: string | null }

const dayMs = 86_400_000

/** What a key comes to: what stops it first, then what will. */
export function keyStateOf(
  { enabled, expirationTime }: Told,
  lastUsedAt: string | null | undefined,
  now: number,
): KeyState {
  const end = momentOf(expirationTime)
  if (!enabled) return 'disabled'
  if (end !== undefined && end <= now) return 'expired'
  if (end !== undefined && end <= now + 30 * dayMs) return 'ending'
  const last = typeof lastUsedAt === 'string' ? Date.parse(lastUsedAt) : undefined
  return last === undefined || last < now - 90 * dayMs ? 'unused' : 'used'
}
