import { fault, type Parsed, parseList, quote, read } from '#config/setting.ts'

/** How much is let through in a minute. `undefined`: as much as comes. */
export type RateLimits = {
  readonly loginsPerMinute: number | undefined
  readonly loginFailuresPerMinute: number | undefined
  readonly callsPerMinute: number | undefined
  /** New anonymous consumers. */
  readonly newcomersPerMinute: number | undefined
}

/** The limits that hold unless they are set. */
export const defaultRateLimits: RateLimits = {
  loginsPerMinute: 60,
  loginFailuresPerMinute: 20,
  callsPerMinute: 6000,
  newcomersPerMinute: 120,
}

const fieldOf: ReadonlyMap<string, keyof RateLimits> = new Map([
  ['logins', 'loginsPerMinute'],
  ['login-failures', 'loginFailuresPerMinute'],
  ['calls', 'callsPerMinute'],
  ['newcomers', 'newcomersPerMinute'],
])

/** `off`, or pairs such as `logins=60`; a limit that is not named keeps its default. */
export function parseRateLimits(text: string): Parsed<RateLimits> {
  if (text === 'off') {
    return read({
      loginsPerMinute: undefined,
      loginFailuresPerMinute: undefined,
      callsPerMinute: undefined,
      newcomersPerMinute: undefined,
    })
  }
  const pairs = parseList(text, parsePair)
  if (!('value' in pairs)) return pairs
  const names = new Set(pairs.value.map(([field]) => field))
  return names.size === pairs.value.length
    ? read({ ...defaultRateLimits, ...Object.fromEntries(pairs.value) })
    : fault('sets one limit twice', 'Name each limit once.')
}

/** The limits as they would be written in the setting. */
export function formatRateLimits(limits: RateLimits): string {
  const pairs = [...fieldOf].map(([name, field]) => `${name}=${limits[field] ?? 'off'}`)
  return pairs.every((pair) => pair.endsWith('=off')) ? 'off' : pairs.join(',')
}

function parsePair(text: string): Parsed<readonly [keyof RateLimits, number | undefined]> {
  const [name = '', count = '', ...rest] = text.split('=').map((part) => part.trim())
  const field = fieldOf.get(name)
  if (field === undefined) {
    return fault(
      `has ${quote(text)}, which names no known limit`,
      `Give off, or pairs of ${[...fieldOf.keys()].join(', ')} and a count: logins=60,calls=off`,
    )
  }
  if (rest.length === 0 && count === 'off') return read([field, undefined])
  return rest.length === 0 && /^[1-9]\d{0,8}$/.test(count)
    ? read([field, Number(count)])
    : fault(`has ${quote(text)}, whose count is not one`, 'Give a whole number from 1, or off.')
}
