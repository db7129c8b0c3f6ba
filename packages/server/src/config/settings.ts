import {
  parseAddresses,
  parseAllowedHosts,
  parseHost,
  parseOrigin,
  parseOutboundHosts,
  parsePort,
} from '#config/parse-network.ts'
import { defaultRateLimits, formatRateLimits, parseRateLimits } from '#config/parse-rate-limits.ts'
import { parseDatabaseUrl, parseMasterKeys, parseValkeyUrl } from '#config/parse-secrets.ts'
import { fault, type Parsed, quote, read, type Setting } from '#config/setting.ts'

/** The names of the log levels, the least talkative first. */
export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** How much is logged. */
export type LogLevel = (typeof logLevels)[number]

/**
 * Every environment variable there is. What is read, what `watchword config` prints and what
 * `docs/reference/configuration.md` says all come from this table.
 */
export const settings = {
  host: setting({
    name: 'WATCHWORD_HOST',
    summary: 'The address to listen on.',
    shape: 'address or host name',
    defaultText: '127.0.0.1',
    example: '0.0.0.0',
    secret: false,
    notes:
      'The default is reached from this machine only. With any other address, ' +
      '`WATCHWORD_PUBLIC_ORIGIN` must be set.',
    parse: parseHost,
  }),
  port: setting({
    name: 'WATCHWORD_PORT',
    summary: 'The port to listen on.',
    shape: '1 to 65535',
    defaultText: '8080',
    example: '8443',
    secret: false,
    notes:
      'Kubernetes puts a variable of this name into the pods beside a Service called `watchword`. ' +
      'Set `enableServiceLinks: false` there.',
    parse: parsePort,
  }),
  publicOrigin: setting({
    name: 'WATCHWORD_PUBLIC_ORIGIN',
    summary: 'The origin under which clients reach this server; issuers and links are made of it.',
    shape: 'http(s)://host[:port], without a path',
    otherwise: '`http(s)://localhost:{port}` if the server listens on loopback; required otherwise',
    example: 'https://auth.example.com',
    secret: false,
    notes:
      'It is part of every token that is issued, so tokens issued before a change are refused ' +
      'after it.',
    parse: parseOrigin,
  }),
  dataDir: setting({
    name: 'WATCHWORD_DATA_DIR',
    summary: 'The directory for what the server keeps itself.',
    shape: 'path',
    defaultText: './data',
    example: '/var/lib/watchword',
    secret: false,
    notes:
      'Holds the SQLite file, the master key if none is given, and the local certificates. ' +
      'Back it up, and let only the server read it.',
    parse: parsePath,
  }),
  databaseUrl: setting({
    name: 'WATCHWORD_DATABASE_URL',
    summary: 'The database.',
    shape: 'sqlite:path, or postgres://user:password@host:port/database',
    otherwise: 'the SQLite file `watchword.db` in the data directory',
    example: 'postgres://watchword:s3cret@db.example.com:5432/watchword',
    secret: true,
    notes: 'A relative SQLite path starts at the working directory. Only the password is secret.',
    parse: parseDatabaseUrl,
  }),
  masterKeys: setting({
    name: 'WATCHWORD_MASTER_KEY',
    summary: 'The key that seals stored secrets; with several, the first seals and all open.',
    shape: '32 bytes in base64, base64url or hex; several separated by commas',
    otherwise: 'a key file in the data directory, made at first start',
    example: 'new-key-in-base64,old-key-in-base64',
    secret: true,
    notes:
      'Make a key once, with `openssl rand -base64 32`, and keep a copy in a safe place: whoever ' +
      'loses the key loses what it seals.',
    parse: parseMasterKeys,
  }),
  kickstartFile: setting({
    name: 'WATCHWORD_KICKSTART',
    summary: 'A JSON file of accounts, users and keys to create at start, where they do not exist.',
    shape: 'path',
    otherwise: 'none',
    example: '/etc/watchword/kickstart.json',
    secret: false,
    parse: parsePath,
  }),
  tlsCert: setting({
    name: 'WATCHWORD_TLS_CERT',
    summary: 'The certificate to serve https with, in PEM, followed by its intermediates.',
    shape: 'path',
    otherwise: 'none: the server speaks http',
    example: '/etc/watchword/tls/fullchain.pem',
    secret: false,
    notes: 'Needs `WATCHWORD_TLS_KEY`.',
    parse: parsePath,
  }),
  tlsKey: setting({
    name: 'WATCHWORD_TLS_KEY',
    summary: 'The private key of the certificate, in PEM.',
    shape: 'path',
    otherwise: 'none',
    example: '/etc/watchword/tls/privkey.pem',
    secret: false,
    notes: 'Needs `WATCHWORD_TLS_CERT`. Only the server should be able to read the file.',
    parse: parsePath,
  }),
  devTls: setting({
    name: 'WATCHWORD_DEV_TLS',
    summary: 'Serves https with a certificate of a local authority that the server makes.',
    shape: 'true or false (1 or 0)',
    defaultText: 'false',
    example: 'true',
    secret: false,
    notes: 'For development. Excludes `WATCHWORD_TLS_CERT` and `WATCHWORD_TLS_KEY`.',
    parse: parseFlag,
  }),
  console: setting({
    name: 'WATCHWORD_CONSOLE',
    summary: 'Whether administrators are offered the console, at `/console`.',
    shape: 'on or off',
    defaultText: 'on',
    example: 'off',
    secret: false,
    notes:
      'Off, there is neither a page nor a client `watchword-console`, and what it was given before is refused. ' +
      'See `docs/guide/console.md`.',
    parse: parseSwitch,
  }),
  trustedProxies: setting({
    name: 'WATCHWORD_TRUSTED_PROXIES',
    summary: 'The proxies whose `X-Forwarded-*` headers are believed.',
    shape: 'addresses or CIDR blocks, separated by commas',
    otherwise: 'none: such headers are ignored',
    example: '10.0.0.0/8,2001:db8::1',
    secret: false,
    notes: 'Whoever may connect from such an address can claim any client address.',
    parse: parseAddresses,
  }),
  allowedHosts: setting({
    name: 'WATCHWORD_ALLOWED_HOSTS',
    summary: 'The hosts under which a signed request may address this server.',
    shape: 'host[:port], separated by commas; or * alone',
    otherwise: 'the host of the public origin and every host in the directory',
    example: 'auth.example.com,auth.example.com:8443',
    secret: false,
    notes:
      '`*` is for tests only, and warns at start: it gives up the binding of a signature to our ' +
      'host, so a request signed for another server is accepted here.',
    parse: parseAllowedHosts,
  }),
  logLevel: setting({
    name: 'WATCHWORD_LOG_LEVEL',
    summary: 'How much is logged.',
    shape: logLevels.join(', '),
    defaultText: 'info',
    example: 'debug',
    secret: false,
    notes: 'Secrets and bodies are logged at no level.',
    parse: parseLogLevel,
  }),
  rateLimits: setting({
    name: 'WATCHWORD_RATE_LIMITS',
    summary: 'How many requests a minute are let through before the answer is 429.',
    shape: 'off, or name=count pairs separated by commas; a count may be off',
    defaultText: formatRateLimits(defaultRateLimits),
    example: 'logins=120,calls=off',
    secret: false,
    notes:
      '`logins` counts by address, `login-failures` by address and account, `calls` and `newcomers` by address. ' +
      'A limit that is not named keeps its default.',
    parse: parseRateLimits,
  }),
  opsPort: setting({
    name: 'WATCHWORD_OPS_PORT',
    summary: 'A second port, for health and metrics, to be kept from the public.',
    shape: '1 to 65535',
    otherwise: 'none: metrics are for loopback, or with an operator token, on the main port',
    example: '9090',
    secret: false,
    parse: parsePort,
  }),
  workers: setting({
    name: 'WATCHWORD_WORKERS',
    summary: 'The number of server processes on this machine.',
    shape: '1 to 256',
    defaultText: '1',
    example: '4',
    secret: false,
    notes: 'More than one needs PostgreSQL.',
    parse: parseWorkers,
  }),
  signingKeyDays: setting({
    name: 'WATCHWORD_SIGNING_KEY_DAYS',
    summary: 'For how many days a key signs tokens before its successor does.',
    shape: 'whole number from 1 to 3650',
    defaultText: '90',
    example: '30',
    secret: false,
    notes:
      'Keys of AppJWTs and ConsumerJWS are followed by another on command alone, and the one that brands encrypt to ' +
      'after a year. See `docs/guide/signing-keys.md`.',
    parse: parseDays,
  }),
  outboundAllow: setting({
    name: 'WATCHWORD_OUTBOUND_ALLOW',
    summary:
      'Hosts that the server may call although they are private, or not at port 443, or not https.',
    shape: 'host:port, or http://host:port on this machine, separated by commas',
    otherwise: 'none: only public https addresses at port 443 are called',
    example: 'idp.internal:8443',
    secret: false,
    notes:
      'An account could make the server call these, so name no more than you must. Host and port are ' +
      'compared with those of the URL. The name may stand for a private or loopback address, never for a ' +
      'link-local one, where clouds answer their machines. `http://` before an entry asks it without TLS; ' +
      'it is for tests, and taken for localhost and loopback addresses alone. A private certificate ' +
      'authority is named in `NODE_EXTRA_CA_CERTS`. See `docs/security/outbound.md`.',
    parse: parseOutboundHosts,
  }),
  valkeyUrl: setting({
    name: 'WATCHWORD_VALKEY_URL',
    summary: 'A Valkey or Redis server that keeps the nonces of signed requests for all processes.',
    shape: 'valkey://, redis:// or rediss:// URL',
    otherwise: 'none: the database does it',
    example: 'rediss://:s3cret@valkey.example.com:6379',
    secret: true,
    notes:
      'Only the password is secret. Set `maxmemory-policy` of the server to `noeviction`. While it does ' +
      'not answer, signed requests are refused with 503. A private certificate authority is named in ' +
      '`NODE_EXTRA_CA_CERTS`. See `docs/guide/valkey.md`.',
    parse: parseValkeyUrl,
  }),
} as const

/** The name of a setting within the program. */
export type SettingKey = keyof typeof settings

/** The names of all settings, in the order in which they are explained. */
export const settingKeys: readonly SettingKey[] = Object.freeze(
  Object.keys(settings).filter((key): key is SettingKey => key in settings),
)

function setting<Value>(record: Setting<Value>): Setting<Value> {
  return Object.freeze(record)
}

function parsePath(text: string): Parsed<string> {
  return text.includes('\0')
    ? fault('has a NUL character', 'Give the path of a file or directory.')
    : read(text)
}

function parseFlag(text: string): Parsed<boolean> {
  if (text === 'true' || text === '1') return read(true)
  if (text === 'false' || text === '0') return read(false)
  return fault(`is ${quote(text)}`, 'Give true or false.')
}

function parseSwitch(text: string): Parsed<boolean> {
  if (text === 'on') return read(true)
  if (text === 'off') return read(false)
  return fault(`is ${quote(text)}`, 'Give on or off.')
}

function parseLogLevel(text: string): Parsed<LogLevel> {
  const level = logLevels.find((name) => name === text)
  return level === undefined
    ? fault(`is ${quote(text)}, which is no level`, `Give one of ${logLevels.join(', ')}.`)
    : read(level)
}

function parseWorkers(text: string): Parsed<number> {
  return /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 256
    ? read(Number(text))
    : fault(`is ${quote(text)}`, 'Give a whole number from 1 to 256.')
}

function parseDays(text: string): Parsed<number> {
  return /^[1-9]\d{0,3}$/.test(text) && Number(text) <= 3650
    ? read(Number(text))
    : fault(`is ${quote(text)}`, 'Give a whole number from 1 to 3650.')
}
