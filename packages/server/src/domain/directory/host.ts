/**
 * A host as directories and `Host` headers write it, in one spelling: lower case, and without the port if
 * it is the usual one of http or https. `undefined`: not a host.
 */
export function normaliseHost(text: string): string | undefined {
  const match = /^(?<name>[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(?<port>\d{1,5}))?$/i.exec(
    text,
  )
  const { name, port } = match?.groups ?? {}
  if (name === undefined || Number(port) > 65_535) return undefined
  const host = name.toLowerCase()
  return port === undefined || port === '80' || port === '443' ? host : `${host}:${Number(port)}`
}
