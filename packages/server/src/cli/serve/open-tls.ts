import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '#config/config.ts'
import { CommandError, exitCodes } from '../command.ts'

/** What https is served with, and what a person must be told of it. */
export type Tls = {
  readonly key: string
  readonly cert: string
  readonly instructions: string | undefined
}

/** The configured certificate; `undefined`: plain http. */
export async function openTls(config: Config, now: Date): Promise<Tls | undefined> {
  const { tls } = config
  if (tls.kind === 'off') return undefined
  if (tls.kind === 'files') {
    return { key: readPem(tls.keyFile), cert: readPem(tls.certFile), instructions: undefined }
  }
  const { openDevCertificate } = await import('#tls/dev-certificate.ts')
  const made = await openDevCertificate({
    directory: path.join(config.dataDir, 'tls'),
    hosts: [new URL(config.publicOrigin).hostname.replace(/[[\]]/g, ''), config.host],
    now,
  })
  return {
    key: made.privateKeyPem,
    cert: made.certificatePem,
    instructions: made.created ? made.trustInstructions : `Trust ${made.authorityFile}`,
  }
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(`The certificate or its key cannot be read: ${reason}`, exitCodes.usage)
  }
}
