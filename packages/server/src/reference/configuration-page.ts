import type { Setting } from '#config/setting.ts'
import { settings } from '#config/settings.ts'

/** The text of `docs/reference/configuration.md`, made of the table that the server reads by. */
export function configurationPage(): string {
  const all: readonly Setting<unknown>[] = Object.values(settings)
  return [introduction, summaryTable(all), '## Each setting', ...all.map(section), guide]
    .map((part) => part.trim())
    .join('\n\n')
    .concat('\n')
}

function summaryTable(all: readonly Setting<unknown>[]): string {
  const rows = all.map((setting) => {
    const anchor = `[\`${setting.name}\`](#${setting.name.toLowerCase()})`
    return `| ${anchor} | ${setting.summary} | ${defaultOf(setting)} |`
  })
  return ['| variable | purpose | default |', '|---|---|---|', ...rows].join('\n')
}

function section(setting: Setting<unknown>): string {
  const facts = [
    `- **Value:** ${setting.shape}`,
    `- **Default:** ${defaultOf(setting)}`,
    `- **Example:** \`${setting.name}=${setting.example}\``,
    ...(setting.secret ? ['- **Secret:** not shown in logs, faults or `watchword config`'] : []),
  ]
  const notes = setting.notes === undefined ? [] : [setting.notes]
  return [`### ${setting.name}`, setting.summary, facts.join('\n'), ...notes].join('\n\n')
}

function defaultOf({ defaultText, otherwise }: Setting<unknown>): string {
  return defaultText === undefined ? (otherwise ?? 'none') : `\`${defaultText}\``
}

const introduction = `
# Configuration

Watchword is configured by environment variables, and only by them. With none set it serves http on
\`127.0.0.1:8080\` and keeps everything in \`./data\`.

- All variables are read at start. If something is wrong, the server does not start: it names
  **every** fault at once, each with what to do.
- A variable that begins with \`WATCHWORD_\` and is not in this list is a fault, so a slip of the pen
  cannot pass unnoticed. A variable that is set but empty is a fault too, so that a secret that was
  not found cannot pass for one that was not wanted.
- \`watchword config\` prints what holds, where each value comes from, and any warnings, without
  secrets; \`watchword config --json\` prints the same for machines.
- Relative paths start at the working directory.
`

const guide = `
## Serve https

Real clients insist on https. There are three ways.

**On your own machine: a local authority.** Set \`WATCHWORD_DEV_TLS=true\`. The server makes a
certificate authority and a certificate, keeps them in the \`tls\` directory of the data directory,
readable by its own user only, and prints how to make curl, Node.js, the operating system and
browsers trust the authority. The authority can vouch only for the configured hosts (with names
below them) and for loopback, so trusting it gives nobody else's name away. Both last 90 days and
are renewed by a start with fewer than 10 days left. A renewed authority must be trusted anew; so
must the one that is made when a host is added.

\`\`\`sh
WATCHWORD_DEV_TLS=true npm start
curl --cacert data/tls/authority.pem https://localhost:8080/health/live
\`\`\`

**In production: your certificate.**

\`\`\`sh
WATCHWORD_HOST=0.0.0.0
WATCHWORD_PORT=8443
WATCHWORD_PUBLIC_ORIGIN=https://auth.example.com:8443
WATCHWORD_TLS_CERT=/etc/watchword/tls/fullchain.pem
WATCHWORD_TLS_KEY=/etc/watchword/tls/privkey.pem
\`\`\`

**In production: a proxy that ends TLS.** See the next section.

Without TLS the server speaks http and never redirects.

## Behind a proxy

A proxy hides two things that matter: the client's address, by which logins are limited and
allow-lists decide, and the scheme and host that the client used, which are part of what a signed
request signs. The proxy tells them in \`X-Forwarded-For\`, \`X-Forwarded-Proto\` and
\`X-Forwarded-Host\`; anybody else could tell lies there, so they are believed only from addresses
that you name.

\`\`\`sh
WATCHWORD_HOST=10.0.0.5
WATCHWORD_PUBLIC_ORIGIN=https://auth.example.com
WATCHWORD_TRUSTED_PROXIES=10.0.0.2,10.0.0.3
\`\`\`

1. Name the proxies' own addresses, as narrowly as you can. Every address in the list can pretend to
   be any client.
2. Let the proxy **set** \`X-Forwarded-Proto\` and \`X-Forwarded-Host\`, not pass on what the client
   sent, and append the client's address to \`X-Forwarded-For\`.
3. Let nobody reach the server except through the proxy.

If signed requests answer 421, the host that the client used is not allowed. Add it to
\`WATCHWORD_ALLOWED_HOSTS\`; once you set that, it replaces the default list, so name the public
origin's host too. \`WATCHWORD_ALLOWED_HOSTS=*\` is for tests only: it gives up the binding of a
signature to our host.

## The master key

Secrets that must be read back, such as those of API keys and the signing keys, are sealed with a
key of their account, and that key is sealed with the master key. By default the master key is a
file in the data directory, made at first start and readable by the server's user only. With several
machines, or if the key should not lie beside the database, make a key once, put it where you keep
secrets, and give it in \`WATCHWORD_MASTER_KEY\`:

\`\`\`sh
openssl rand -base64 32
\`\`\`

Keep a copy where the database's backups are **not**. Without the key, what it seals is lost; with
the key and a backup, it is open.

**To rotate it** while the server serves:

1. Make a new key, and put it **behind** the old one: \`WATCHWORD_MASTER_KEY=old,new\`. The first key
   seals; all of them open. Restart the processes, one after the other: from now on each of them can
   open what either key seals. A single process may begin with step 2.
2. Put the new key in front, \`WATCHWORD_MASTER_KEY=new,old\`, and restart them again.
3. Run \`watchword keys rotate\`, which seals everything with the first key.
4. Remove the old key, \`WATCHWORD_MASTER_KEY=new\`, and restart once more. Keep the old key for as
   long as you keep backups that were made before step 3.

To go from the key file to the variable, begin with the file's key as \`old\`.

## PostgreSQL

SQLite serves one process on one machine, and needs no care. For more than one process, or more than
one machine, use PostgreSQL.

\`\`\`sql
CREATE ROLE watchword LOGIN PASSWORD 's3cret';
CREATE DATABASE watchword OWNER watchword;
\`\`\`

\`\`\`sh
WATCHWORD_DATABASE_URL='postgres://watchword:s3cret@db.example.com:5432/watchword?sslmode=verify-full'
WATCHWORD_WORKERS=4
\`\`\`

- In the URL, write every character of the password other than letters and digits as \`%XX\`.
- The tables are made and migrated at start, by one process at a time.
  \`watchword migrate --dry-run\` says what would be done.
- Every process needs the same \`WATCHWORD_MASTER_KEY\` and \`WATCHWORD_PUBLIC_ORIGIN\`.
- A revocation reaches the other processes by LISTEN and NOTIFY. A pooler in transaction mode does
  not pass these on, so connect directly or pool by session.

## Rate limits

Each limit counts requests in a minute; what exceeds it is answered 429 with \`Retry-After\`.

| name | counts | by | default |
|---|---|---|---|
| \`logins\` | logins | address | 60 |
| \`login-failures\` | logins that failed | address and account | 20 |
| \`calls\` | all other calls | address | 6000 |
| \`newcomers\` | new anonymous consumers | address | 120 |

\`WATCHWORD_RATE_LIMITS=calls=off\` lifts one and keeps the others; \`WATCHWORD_RATE_LIMITS=off\` lifts
all, which is for measurements only. All but \`login-failures\` are counted in memory, and each process counts
for itself: with four workers an address gets up to four times as much. \`login-failures\` is counted in
the database, for all processes together. An IPv6 address counts as its /64. Behind a proxy, set
\`WATCHWORD_TRUSTED_PROXIES\`, or all clients share the proxy's limits.

## Kubernetes

A Service called \`watchword\` makes Kubernetes put variables such as
\`WATCHWORD_PORT=tcp://10.0.0.1:8080\` and \`WATCHWORD_SERVICE_HOST\` into the pods of its namespace. They
are refused at start. Set \`enableServiceLinks: false\` in the pod's specification.
`
