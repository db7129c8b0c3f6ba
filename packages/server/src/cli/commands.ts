import type { CommandEntry } from './command.ts'

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'serve',
    summary: 'start the server',
    load: async () => (await import('./serve.ts')).defineServe,
  },
  {
    name: 'migrate',
    summary: 'bring the database to the schema of this version',
    load: async () => (await import('./migrate.ts')).defineMigrate,
  },
  {
    name: 'config',
    summary: 'print the configuration that holds, without its secrets',
    load: async () => (await import('./config.ts')).defineConfig,
  },
  {
    name: 'account',
    summary: 'create, list, suspend, resume and delete accounts',
    load: async () => (await import('./account.ts')).defineAccount,
  },
  {
    name: 'user',
    summary: 'create users, reset passwords, block and unblock',
    load: async () => (await import('./user.ts')).defineUser,
  },
  {
    name: 'app',
    summary: 'publish applications for every account to install',
    load: async () => (await import('./app.ts')).defineApp,
  },
  {
    name: 'keys',
    summary: 'rotate the master key; list, rotate and retire signing keys',
    load: async () => (await import('./keys.ts')).defineKeys,
  },
  {
    name: 'api-keys',
    summary: 'move an API key to an OAuth 2.0 application',
    load: async () => (await import('./api-keys.ts')).defineApiKeys,
  },
  {
    name: 'audit',
    summary: 'verify the audit trail',
    load: async () => (await import('./audit.ts')).defineAudit,
  },
  {
    name: 'sign',
    summary: 'sign a request with an API key',
    load: async () => (await import('./sign.ts')).defineSign,
  },
  {
    name: 'explain',
    summary: 'explain why a signed request is refused',
    load: async () => (await import('./explain.ts')).defineExplain,
  },
  {
    name: 'token',
    summary: 'explain why a consumer’s token is refused',
    load: async () => (await import('./token.ts')).defineToken,
  },
  {
    name: 'operator-token',
    summary: 'create, list and revoke the tokens of the operator API',
    load: async () => (await import('./operator-token.ts')).defineOperatorToken,
  },
]
