import { isIP } from 'node:net'
import { GeneralName } from '@peculiar/asn1-x509'

const loopbackNames = ['localhost', '127.0.0.1', '::1']
const loopbackBlocks = ['127.0.0.0/8', '::1/128']

/** The names of a server: the hosts, localhost and the loopback addresses; each once, sorted. */
export function serverNames(hosts: readonly string[]): readonly string[] {
  return [...new Set([...loopbackNames, ...hosts.map(plainHost)])].sort()
}

/** The subtrees an authority may issue for: each host with its subdomains, and all of loopback. */
export function permittedSubtrees(hosts: readonly string[]): readonly string[] {
  const blocks = hosts.map(plainHost).map((host) => {
    const family = isIP(host)
    return family === 0 ? host : `${host}/${family === 4 ? 32 : 128}`
  })
  return [...new Set(['localhost', ...loopbackBlocks, ...blocks])].sort()
}

/** A name, an address or a block of addresses, as certificates write them (RFC 5280 4.2.1.6). */
export function toGeneralName(text: string): GeneralName {
  const isAddress = isIP(text.split('/')[0] ?? '') !== 0
  return new GeneralName(isAddress ? { iPAddress: text } : { dNSName: text })
}

/** A host as a certificate names it: in lower case, without the brackets of an IPv6 address. */
function plainHost(host: string): string {
  const plain = host.toLowerCase().replace(/^\[(.*)\]$/, '$1')
  if (isIP(plain) === 6) return new URL(`http://[${plain}]`).hostname.slice(1, -1)
  if (isIP(plain) === 0 && !/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/.test(plain)) {
    throw new Error(`A certificate cannot be made for the host ${JSON.stringify(host)}.`)
  }
  return plain
}
