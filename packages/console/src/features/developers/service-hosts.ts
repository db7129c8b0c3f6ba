/** What the Domain API answers: where each service of the account is reached. */
export type ServiceDirectory = {
  readonly baseURIs: readonly { readonly service: string; readonly baseURI: string }[]
}

/** The services that this server answers itself, and what each is for. */
export const ownServices = [
  'agentVep',
  'accountConfigReadOnly',
  'accountConfigReadWrite',
  'appKeyManagement',
  'sentinel',
  'idp',
  'asyncMessagingEnt',
] as const
export type OwnService = (typeof ownServices)[number]

/** A service as it is listed. */
export type ServiceRow = {
  readonly service: string
  readonly host: string
  /** One of this server's own. */
  readonly isOwn: boolean
}

/** Services of this server first, in their order; then the others, as the directory has them. */
export function serviceRows({ baseURIs }: ServiceDirectory): readonly ServiceRow[] {
  const rows = baseURIs.map(({ service, baseURI }) => ({
    ...{ service, host: baseURI },
    isOwn: (ownServices as readonly string[]).includes(service),
  }))
  const own = ownServices.flatMap((name) => rows.filter(({ service }) => service === name))
  return [...own, ...rows.filter(({ isOwn }) => !isOwn)]
}

/** Where a service is reached, as an origin; the server's own one if the directory does not list it. */
export function originOf(
  directory: ServiceDirectory | undefined,
  service: OwnService,
  publicOrigin: string,
): string {
  const host = directory?.baseURIs.find((one) => one.service === service)?.baseURI
  return host === undefined ? publicOrigin : `${new URL(publicOrigin).protocol}//${host}`
}
