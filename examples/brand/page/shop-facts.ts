/** By which flow of OpenID Connect the window gets a consumer's token. */
export type Flow = 'implicit' | 'code' | 'pkce' | 'jwe'

export const flows: readonly Flow[] = ['implicit', 'code', 'pkce', 'jwe']

/** What the shop's server tells its page. */
export type ShopFacts = {
  readonly issuer: string
  /** The client of each flow, at the brand's identity provider. */
  readonly clientIds: Readonly<Record<Flow, string>>
  /** Who is logged in. */
  readonly customer?: { readonly sub: string; readonly name: string }
  /** Not there while the shop runs alone. */
  readonly watchword?: {
    readonly origin: string
    readonly accountId: string
    /** The connector of each flow. */
    readonly connectors: Readonly<Record<Flow, number>>
  }
}

export async function askForFacts(): Promise<ShopFacts> {
  const response = await fetch('/shop.json')
  return (await response.json()) as ShopFacts
}
