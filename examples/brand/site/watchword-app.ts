/** The shop's own server as an application at Watchword: what names consumers when no page is there to vouch. */
export type WatchwordApp = {
  /** The consumer id of a customer, by a ConsumerJWS (contract 3 section 8.6). */
  consumerIdOf(customerId: string): Promise<string>
}

type Installation = {
  readonly origin: string
  readonly accountId: string
  readonly clientId: string
  readonly clientSecret: string
}

export function createWatchwordApp(installation: Installation): WatchwordApp {
  const { origin, accountId, clientId, clientSecret } = installation

  /** An AppJWT, by client credentials (contract 2). */
  async function appJwt(): Promise<string> {
    const response = await fetch(`${origin}/sentinel/api/account/${accountId}/app/token?v=1.0`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      }),
    })
    const { access_token: token } = (await response.json()) as { readonly access_token?: string }
    if (token === undefined) throw new Error(`Watchword gives no AppJWT (${response.status}).`)
    return token
  }

  return {
    consumerIdOf: async (customerId) => {
      const response = await fetch(`${origin}/api/account/${accountId}/consumer?v=1.0`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: await appJwt() },
        body: JSON.stringify({ ext_consumer_id: customerId }),
      })
      const { token } = (await response.json()) as { readonly token?: string }
      if (token === undefined) throw new Error(`Watchword names nobody (${response.status}).`)
      const [, claims = ''] = token.split('.')
      const { lp_consumer_id: id } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
        readonly lp_consumer_id: string
      }
      return id
    },
  }
}
