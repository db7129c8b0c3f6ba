import { lookup, Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'

/** Every address of a host; `inHouse`: the operator named it, so this machine's own names count too. Empty: none. */
export type ResolveHost = (
  host: string,
  options: { readonly inHouse: boolean; readonly signal: AbortSignal },
) => Promise<readonly string[]>

/**
 * Resolves names of strangers over DNS alone: neither the hosts file nor search domains give them a meaning here, and
 * a name server that never answers holds up none of the few threads that `getaddrinfo` shares with signing. Names that
 * the operator listed are resolved as the machine does. `nameServers`: instead of the machine's.
 */
export function createResolveHost(nameServers?: readonly string[]): ResolveHost {
  return async (host, { inHouse, signal }) => {
    if (isIP(host) !== 0) return [host]
    if (inHouse) return addressesOnMachine(host)
    const resolver = new Resolver({ timeout: 2000, tries: 2 })
    if (nameServers !== undefined) resolver.setServers(nameServers)
    const cancel = () => resolver.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    signal.removeEventListener('abort', cancel)
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  }
}

async function addressesOnMachine(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch {
    return []
  }
}
