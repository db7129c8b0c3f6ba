import { isIP } from 'node:net'
import { fault, type Parsed, parseList, quote, read } from '#config/setting.ts'
import { contains, parseIpAddress, parseIpRange } from '#lib/ip-range.ts'

/** An address or a host name to listen on. */
export function parseHost(text: string): Parsed<string> {
  if (isIP(text) !== 0 || isHostName(text)) return read(text.toLowerCase())
  return fault(
    `is ${quote(text)}, which is neither an address nor a host name`,
    'Give an address such as 127.0.0.1, 0.0.0.0 or :: (no port, no scheme, no brackets).',
  )
}

/** A TCP port. */
export function parsePort(text: string): Parsed<number> {
  const port = portNumber(text)
  if (port !== undefined) return read(port)
  if (text.startsWith('tcp://')) {
    return fault(
      'is a service link that Kubernetes or Docker made, not a port',
      'Set enableServiceLinks: false on the pod, or give the Service another name.',
    )
  }
  return fault(`is ${quote(text)}, not a port`, 'Give a whole number from 1 to 65535.')
}

/** An origin: scheme, host and perhaps a port. What follows is refused, not cut off. */
export function parseOrigin(text: string): Parsed<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOrigin =
    url !== undefined &&
    /^https?:\/\//i.test(text) &&
    url.username + url.password + url.search + url.hash === '' &&
    url.pathname === '/' &&
    !/[?#@\\]/.test(text)
  if (isOrigin) return read(url.origin)
  return fault(
    'is not an origin',
    'Give scheme and host, and a port unless it is the usual one, with no path: ' +
      'https://auth.example.com',
  )
}

/** Addresses and CIDR blocks. */
export function parseAddresses(text: string): Parsed<readonly string[]> {
  return parseList(text, (item) =>
    parseIpRange(item) !== undefined && !item.includes('-')
      ? read(item)
      : fault(
          `has ${quote(item)}, which is neither an address nor a CIDR block`,
          'Give addresses or blocks such as 10.0.0.0/8 or 2001:db8::1, separated by commas.',
        ),
  )
}

/** Hosts with or without a port, or `*` alone. */
export function parseAllowedHosts(text: string): Parsed<readonly string[] | '*'> {
  if (text === '*') return read('*')
  return parseList(text, (item) => {
    const host = parseAuthority(item)
    if (host !== undefined) return read(host.text)
    const advice = 'Give hosts such as auth.example.com or localhost:8080, separated by commas.'
    return item.includes('*')
      ? fault(`has ${quote(item)}, and "*" may only stand alone`, advice)
      : fault(`has ${quote(item)}, which is not a host`, advice)
  })
}

/** Hosts, each with its port; `http://` before one that is this machine asks it without TLS. */
export function parseOutboundHosts(text: string): Parsed<readonly string[]> {
  return parseList(text, (item) => {
    const isPlain = item.startsWith('http://')
    const host = parseAuthority(isPlain ? item.slice('http://'.length) : item)
    if (host?.port === undefined) {
      return fault(
        `has ${quote(item)}, which is not a host with a port`,
        'Give each host with its port: idp.internal:8443, separated by commas.',
      )
    }
    if (!isPlain) return read(host.text)
    return isLoopback(host.text.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'))
      ? read(`http://${host.text}`)
      : fault(
          `has ${quote(item)}, but only this machine may be asked without TLS`,
          'Serve it under https and leave "http://" out, or name localhost or a loopback address.',
        )
  })
}

/** Whether only this machine can reach a server that listens on the host. */
export function isLoopback(host: string): boolean {
  const address = parseIpAddress(host)
  if (address === undefined) return host === 'localhost' || host.endsWith('.localhost')
  return ['127.0.0.0/8', '::1'].some((text) => {
    const range = parseIpRange(text)
    return range !== undefined && contains(range, address)
  })
}

function parseAuthority(
  text: string,
): { readonly text: string; readonly port: number | undefined } | undefined {
  const { host = '', port } = /^(?<host>\[[^\]]*\]|[^:]*)(:(?<port>.*))?$/s.exec(text)?.groups ?? {}
  const inBrackets = host.startsWith('[')
  const valid = inBrackets ? parseIpAddress(host.slice(1, -1))?.family === 6 : isHostName(host)
  const number = portNumber(port ?? '')
  if (!valid && isIP(host) !== 4) return undefined
  if (port !== undefined && number === undefined) return undefined
  const name = inBrackets ? new URL(`http://${host}`).hostname : host.toLowerCase()
  return { text: number === undefined ? name : `${name}:${number}`, port: number }
}

function isHostName(text: string): boolean {
  const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i
  const labels = text.split('.')
  // A last label of digits would be read as an IPv4 address by some clients.
  return (
    text.length <= 253 &&
    labels.every((part) => label.test(part)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  )
}

function portNumber(text: string): number | undefined {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}
