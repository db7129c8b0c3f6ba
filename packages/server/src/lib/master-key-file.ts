import { createHash, randomBytes } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { SealingKey } from './sealed.ts'

/** 32 bytes under a name that is made of their hash: it tells which key, and nothing about it. */
export function masterKeyOf(bytes: Uint8Array): SealingKey {
  if (bytes.length !== 32) throw new Error('A master key is 32 bytes.')
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 16), bytes }
}

/** The keys in a file that is there, newest first. */
export function readMasterKeyFile(file: string): readonly SealingKey[] {
  return parse(readFileSync(file, 'utf8'), file)
}

/**
 * The keys in the file, newest first; makes the file with one random key, mode 0600, if there is none.
 * Of two processes that start at once, one makes it and both read it.
 */
export function openMasterKeyFile(file: string): readonly SealingKey[] {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    const fresh = temporaryName(file)
    writeFileSync(fresh, format([randomBytes(32)]), { mode: 0o600, flush: true })
    try {
      linkSync(fresh, file)
    } catch (error) {
      if (!existsSync(file)) throw error
    } finally {
      rmSync(fresh, { force: true })
    }
  }
  return readMasterKeyFile(file)
}

/** Puts a new random key in front of the others. */
export function addMasterKey(file: string): readonly SealingKey[] {
  const keys = readMasterKeyFile(file)
  return replace(file, [randomBytes(32), ...keys.map((key) => key.bytes)])
}

/** Keeps only the newest key. The caller has made sure that nothing is sealed by the others. */
export function dropOldMasterKeys(file: string): readonly SealingKey[] {
  const [newest] = readMasterKeyFile(file)
  return newest === undefined ? [] : replace(file, [newest.bytes])
}

function replace(file: string, keys: readonly Uint8Array[]): readonly SealingKey[] {
  const next = temporaryName(file)
  writeFileSync(next, format(keys), { mode: 0o600, flush: true })
  renameSync(next, file)
  return keys.map(masterKeyOf)
}

function temporaryName(file: string): string {
  return `${file}.${randomBytes(6).toString('hex')}`
}

function format(keys: readonly Uint8Array[]): string {
  const lines = keys.map((key) => Buffer.from(key).toString('base64url'))
  return `# Watchword master keys, newest first. Keep a copy: without them, sealed secrets are lost.\n${lines.join('\n')}\n`
}

function parse(text: string, file: string): readonly SealingKey[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const keys = lines.map((line) => Buffer.from(line.trim(), 'base64url'))
  if (keys.length === 0 || keys.some((key) => key.length !== 32)) {
    throw new Error(`${file} does not hold master keys: one base64url line of 32 bytes each.`)
  }
  return keys.map(masterKeyOf)
}
