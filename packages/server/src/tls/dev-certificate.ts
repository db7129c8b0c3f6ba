import { createPublicKey, X509Certificate } from 'node:crypto'
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { exclusively } from '#tls/exclusively.ts'
import {
  type IdentityFiles,
  privateKeyPem,
  readIdentity,
  writeIdentity,
} from '#tls/identity-files.ts'
import { isUsableAuthority, isUsableServer } from '#tls/is-usable.ts'
import {
  authorityName,
  generateKeys,
  type Identity,
  issueAuthority,
  issueServer,
  type KeyPair,
  type Period,
} from '#tls/issue-certificate.ts'
import { trustInstructions } from '#tls/trust-instructions.ts'

/** Where the local certificates are kept, for whom, and when it is. */
export type DevCertificateRequest = {
  /** Made if missing; only its owner can enter it. */
  readonly directory: string
  /** Names and addresses of the server, without ports. Loopback is always added. */
  readonly hosts: readonly string[]
  readonly now: Date
  /** Makes key pairs; P-256 unless told otherwise. */
  readonly generate?: () => Promise<KeyPair>
}

/** What a server needs to speak https locally, and what its clients need to trust it. */
export type DevCertificate = {
  readonly certificatePem: string
  readonly privateKeyPem: string
  /** The certificate that clients must trust. */
  readonly authorityFile: string
  /** The authority is new: whoever trusted an earlier one must trust this one. */
  readonly created: boolean
  readonly trustInstructions: string
}

const dayMilliseconds = 86_400_000
const lifetimeDays = 90
const clockSkewMilliseconds = 3_600_000

/**
 * Opens the local server certificate, making or renewing what is missing, does not fit the hosts,
 * or has fewer than 10 days left. Processes that start at once agree on one authority.
 */
export async function openDevCertificate(request: DevCertificateRequest): Promise<DevCertificate> {
  const { directory } = request
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await chmod(directory, 0o700)
  return exclusively(join(directory, 'lock'), async () => {
    const authorityFiles = filesOf(directory, 'authority')
    const { authority, created } = await openAuthority(authorityFiles, request)
    const server = await openServer(filesOf(directory, 'server'), authority, request)
    return {
      certificatePem: server.certificatePem,
      privateKeyPem: privateKeyPem(server),
      authorityFile: authorityFiles.certificateFile,
      created,
      trustInstructions: trustInstructions(authorityFiles.certificateFile),
    }
  })
}

async function openAuthority(
  files: IdentityFiles,
  { hosts, now, generate = generateKeys }: DevCertificateRequest,
): Promise<{ readonly authority: Identity; readonly created: boolean }> {
  const kept = await readIdentity(files)
  if (kept !== undefined && isUsableAuthority(kept, hosts, now)) {
    return { authority: kept, created: false }
  }
  const keys = await generate()
  const certificatePem = issueAuthority(keys, hosts, periodFrom(now))
  const authority = { certificatePem, privateKey: keys.privateKey }
  await writeIdentity(files, authority)
  return { authority, created: true }
}

async function openServer(
  files: IdentityFiles,
  authority: Identity,
  { hosts, now, generate = generateKeys }: DevCertificateRequest,
): Promise<Identity> {
  const kept = await readIdentity(files)
  if (kept !== undefined && isUsableServer(kept, authority, hosts, now)) return kept
  const publicKey = createPublicKey(authority.privateKey)
  const issuer = { publicKey, privateKey: authority.privateKey, name: authorityName(publicKey) }
  // 90 days from the making of the authority: what it issued cannot outlive it.
  const end = new X509Certificate(authority.certificatePem).validToDate
  const period = { ...periodFrom(now), notAfter: end }
  const keys = await generate()
  const certificatePem = issueServer(issuer, keys.publicKey, hosts, period)
  const server = { certificatePem, privateKey: keys.privateKey }
  await writeIdentity(files, server)
  return server
}

function periodFrom(now: Date): Period {
  return {
    notBefore: new Date(now.getTime() - clockSkewMilliseconds),
    notAfter: new Date(now.getTime() + lifetimeDays * dayMilliseconds),
  }
}

function filesOf(directory: string, name: string): IdentityFiles {
  return {
    certificateFile: join(directory, `${name}.pem`),
    keyFile: join(directory, `${name}-key.pem`),
  }
}
