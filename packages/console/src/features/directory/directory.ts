/** One service as the Domain API tells it (contract 1 section 1). */
export type ServiceEntry = {
  readonly service: string
  readonly account: string
  /** `host` or `host:port`, without a scheme. */
  readonly baseURI: string
}

/** Who answers a service. */
export type Place =
  | 'here'
  /** It leads to this server, which has nothing of it. */
  | 'silent'
  | 'elsewhere'

/** The services that this server has; the directory lists all that the reference knows. */
const answered: ReadonlySet<string> = new Set([
  ...['agentVep', 'accountConfigReadOnly', 'accountConfigReadWrite'],
  ...['sentinel', 'idp', 'appKeyManagement'],
])

/** Who answers a service, seen from the origin of this server. */
export function placeOf({ service, baseURI }: ServiceEntry, origin: string): Place {
  if (hostOf(baseURI, origin) !== new URL(origin).host) return 'elsewhere'
  return answered.has(service) ? 'here' : 'silent'
}

/** How many services each answers, those who answer none left out. */
export function countPlaces(
  entries: readonly ServiceEntry[],
  origin: string,
): readonly { readonly place: Place; readonly count: number }[] {
  const places = entries.map((entry) => placeOf(entry, origin))
  return (['here', 'silent', 'elsewhere'] as const)
    .map((place) => ({ place, count: places.filter((one) => one === place).length }))
    .filter(({ count }) => count > 0)
}

/** A host as a URL writes it: in small letters, and without the port that is usual. */
function hostOf(baseURI: string, origin: string): string {
  const url = `${new URL(origin).protocol}//${baseURI}/`
  return URL.canParse(url) ? new URL(url).host : baseURI
}
