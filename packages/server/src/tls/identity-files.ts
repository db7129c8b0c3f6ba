import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import type { Identity } from '#tls/issue-certificate.ts'

/** The two files of one certificate. */
export type IdentityFiles = { readonly certificateFile: string; readonly keyFile: string }

/** Reads a certificate and its key. `undefined`: one is missing, damaged, or not the other's. */
export async function readIdentity(files: IdentityFiles): Promise<Identity | undefined> {
  const certificatePem = await readText(files.certificateFile)
  const keyPem = await readText(files.keyFile)
  if (certificatePem === undefined || keyPem === undefined) return undefined
  try {
    const privateKey = createPrivateKey(keyPem)
    const matches = new X509Certificate(certificatePem).checkPrivateKey(privateKey)
    return matches ? { certificatePem, privateKey } : undefined
  } catch {
    return undefined
  }
}

/** Writes a certificate and its key. A reader finds each file old or new, never half. */
export async function writeIdentity(files: IdentityFiles, identity: Identity): Promise<void> {
  await replaceFile(files.keyFile, privateKeyPem(identity))
  await replaceFile(files.certificateFile, identity.certificatePem)
}

/** The private key in PKCS #8 and PEM. */
export function privateKeyPem({ privateKey }: Identity): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}`
  await writeFile(temporary, text, { mode: 0o600, flag: 'wx', flush: true })
  await rename(temporary, file)
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
