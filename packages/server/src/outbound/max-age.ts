/**
 * For how many seconds an answer is fresh: `max-age` less the time that it already spent in caches, 0 if it is not to be
 * kept (RFC 9111 sections 4.2 and 5.2.2). `undefined`: it does not say.
 */
export function maxAgeSeconds(
  cacheControl: string | undefined,
  age: string | undefined,
): number | undefined {
  const directives = (cacheControl ?? '').split(',').map((part) => part.trim().toLowerCase())
  if (directives.includes('no-store') || directives.includes('no-cache')) return 0
  const maxAges = directives.flatMap((text) => /^max-age="?(\d{1,10})"?$/.exec(text)?.[1] ?? [])
  if (maxAges.length === 0) return undefined
  const spent = /^\d{1,10}$/.test(age ?? '') ? Number(age) : 0
  return Math.max(0, Math.min(...maxAges.map(Number)) - spent)
}
