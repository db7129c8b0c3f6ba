import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { authorityName, generateKeys, issueAuthority, issueServer } from '#tls/issue-certificate.ts'

/** Somebody else's https server, for `keys.example`, localhost and loopback, under an authority of this process's tests. */
export type ForeignServer = {
  readonly port: number
  /** What was asked, in order. */
  readonly requests: readonly IncomingMessage[]
  /** Ends every connection; `listen` again at the same port. */
  stop(): Promise<void>
  start(): Promise<void>
}

export type ServerCertificate = { readonly key: string; readonly cert: string }

// Certificates are judged by the machine's clock.
const period = {
  notBefore: new Date(Date.now() - 3_600_000),
  notAfter: new Date(Date.now() + 86_400_000),
}

/** A certificate for the hosts, of an authority that nobody trusts yet. */
export async function makeCertificate(
  hosts: readonly string[],
): Promise<ServerCertificate & { readonly authority: string }> {
  const authority = await generateKeys()
  const server = await generateKeys()
  const issuer = { ...authority, name: authorityName(authority.publicKey) }
  return {
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: issueServer(issuer, server.publicKey, hosts, period),
    authority: issueAuthority(authority, hosts, period),
  }
}

/** Makes this process trust an authority, as `NODE_EXTRA_CA_CERTS` would. */
export function trust(authority: string): void {
  setDefaultCACertificates([...getCACertificates('default'), authority])
}

export async function startForeignServer(
  listener: RequestListener,
  given: {
    readonly certificate?: ServerCertificate
    readonly host?: string
    readonly port?: number
  } = {},
): Promise<ForeignServer> {
  const certificate = given.certificate ?? (await trustedCertificate())
  const requests: IncomingMessage[] = []
  const server = createServer(certificate, (request, response) => {
    requests.push(request)
    listener(request, response)
  })
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, given.host ?? '127.0.0.1', resolve)
    })
  await listen(given.port ?? 0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    requests,
    start: () => listen(port),
    stop: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

let trusted: Promise<ServerCertificate> | undefined

function trustedCertificate(): Promise<ServerCertificate> {
  trusted ??= makeCertificate(['keys.example']).then((certificate) => {
    trust(certificate.authority)
    return certificate
  })
  return trusted
}
