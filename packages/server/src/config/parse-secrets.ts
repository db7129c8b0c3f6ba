import { fault, type Parsed, parseList, read } from '#config/setting.ts'
import { Secret } from '#lib/secret.ts'

/** Where the data is kept. A SQLite file may still be relative to the working directory. */
export type DatabaseAddress =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: Secret }

const keyBytes = 32
const ordinals = ['first', 'second', 'third']

/** Master keys, the sealing one first; each is kept as the base64 of its 32 bytes. */
export function parseMasterKeys(text: string): Parsed<readonly Secret[]> {
  let count = 0
  const keys = parseList(text, (item) => {
    const which = ordinals[count++] ?? `${count}th`
    const bytes = decodeKey(item)
    const advice = 'Make one with: openssl rand -base64 32'
    if (bytes === undefined) {
      return fault(`has a ${which} key that is not 32 bytes in base64, base64url or hex`, advice)
    }
    return bytes.every((byte) => byte === bytes[0])
      ? fault(`has a ${which} key that is the same byte 32 times`, advice)
      : read(bytes.toString('base64'))
  })
  if (!('value' in keys)) return keys
  return new Set(keys.value).size === keys.value.length
    ? read(keys.value.map((key) => new Secret(key)))
    : fault('has the same key twice', 'Name each key once: the new one first, then the old ones.')
}

/** `sqlite:` and a path, or a PostgreSQL URL. */
export function parseDatabaseUrl(text: string): Parsed<DatabaseAddress> {
  if (/^sqlite:/i.test(text)) return parseSqlite(text.slice('sqlite:'.length))
  const advice = 'Give sqlite:/path/to/file.db or postgres://user:password@host:5432/database.'
  if (!/^postgres(ql)?:\/\//i.test(text)) return fault('names no known database', advice)
  return URL.canParse(text)
    ? read({ kind: 'postgres', url: new Secret(text) })
    : fault(
        'is not a valid URL',
        'Write every character of the user and password other than letters and digits as %XX.',
      )
}

/** A URL of a Valkey or Redis server. */
export function parseValkeyUrl(text: string): Parsed<Secret> {
  return /^(valkey|rediss?):\/\/[^/]/i.test(text) && URL.canParse(text)
    ? read(new Secret(text))
    : fault('is not a URL of Valkey or Redis', 'Give valkey://, redis:// or rediss:// and a host.')
}

/** The URL with its password, wherever it stands, written as `[secret]`. */
export function hidePassword(text: string): string {
  const url = new URL(text)
  const user = url.username === '' ? '' : url.username
  const password = url.password === '' ? '' : ':[secret]'
  const credentials = user + password === '' ? '' : `${user}${password}@`
  const query = [...url.searchParams].map(([name, value]) =>
    /pass|secret|token|key/i.test(name) ? `${name}=[secret]` : `${name}=${value}`,
  )
  const search = query.length === 0 ? '' : `?${query.join('&')}`
  return `${url.protocol}//${credentials}${url.host}${url.pathname}${search}`
}

function parseSqlite(path: string): Parsed<DatabaseAddress> {
  const file = path.startsWith('///') ? path.slice(2) : path
  if (file === '' || file.startsWith('//') || /[?\0]/.test(file)) {
    return fault('has no usable path', 'Give sqlite:/var/lib/watchword/watchword.db.')
  }
  return file.startsWith(':')
    ? fault('asks for a database in memory', 'Give the path of a file: memory keeps nothing.')
    : read({ kind: 'sqlite', file })
}

function decodeKey(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === keyBytes ? bytes : undefined
}
