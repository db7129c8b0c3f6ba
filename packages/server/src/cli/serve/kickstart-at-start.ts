import { readFileSync } from 'node:fs'
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { Config } from '#config/config.ts'
import type { AccountPorts } from '#domain/accounts/account-ports.ts'
import { applyKickstart, type CreatedUser } from '#domain/kickstart/apply-kickstart.ts'
import { demoAccountId, demoKickstart } from '#domain/kickstart/demo.ts'
import { KickstartError } from '#domain/kickstart/kickstart-error.ts'
import type { KickstartPorts } from '#domain/kickstart/kickstart-ports.ts'
import type { CreatedApiKey } from '#domain/kickstart/make-api-key.ts'
import { readKickstart } from '#domain/kickstart/read-kickstart.ts'
import { createPasswords } from '#domain/login/passwords.ts'
import { createExceptions } from '#outbound/exceptions.ts'
import { CommandError, exitCodes } from '../command.ts'
import type { NewLogin, Welcome } from './banner.ts'
import {
  credentialsFileOf,
  type DemoCredentials,
  makeDemoCredentials,
  noDemoCredentials,
  readDemoCredentials,
} from './demo-credentials.ts'

/** Applies the kickstart file that is set; without one, the demo's, if that was asked for. */
export async function applyAtStart(
  ports: AccountPorts,
  config: Config,
  options: { readonly demo?: boolean },
): Promise<Omit<Welcome, 'origin' | 'console'>> {
  const { kickstartFile: file } = config
  if (file === undefined && !options.demo) return nothing
  const passwords = createPasswords()
  const isExempt = createExceptions(config.outboundAllow).has
  const full = { ...ports, passwords, isExempt }
  try {
    if (file === undefined) return await applyDemo(full, config)
    const applied = await applyKickstart(full, readKickstart(readText(file)))
    const { users, apiKeys, applications, connectors } = applied
    return {
      created: users.flatMap((user) => loginOf(user, user.password)),
      createdKeys: apiKeys.filter(({ generated }) => Object.keys(generated).length > 0),
      createdApplications: applications.filter(({ clientSecret }) => clientSecret !== undefined),
      createdConnectors: connectors.filter(({ clientSecret }) => clientSecret !== undefined),
    }
  } catch (error) {
    if (!(error instanceof KickstartError)) throw error
    const place = error.message.replace('The kickstart file', `The kickstart file ${file}`)
    throw new CommandError(place, exitCodes.usage)
  } finally {
    await passwords.close()
  }
}

const nothing = { created: [], createdKeys: [], createdApplications: [], createdConnectors: [] }

type Ports = KickstartPorts

async function applyDemo(
  ports: Ports,
  { dataDir }: Config,
): Promise<Omit<Welcome, 'origin' | 'console'>> {
  const file = credentialsFileOf(dataDir)
  const given =
    readDemoCredentials(file) ?? (await firstCredentials(ports, file)) ?? noDemoCredentials
  const { passwords, apiKey, application } = given
  const { users, apiKeys, applications } = await applyKickstart(ports, demoKickstart(given))
  const created = users.flatMap((user) =>
    loginOf(user, user.password ?? passwords.get(user.loginName)),
  )
  // Its values were generated for the file, just before.
  const createdKeys = apiKeys.map((key) => ({ ...key, generated: secretsOf(apiKey) }))
  const createdApplications = applications.map((one) => ({
    ...one,
    clientSecret: application?.clientSecret,
  }))
  const credentialsFile = passwords.size === 0 ? undefined : file
  return {
    created,
    createdKeys,
    createdApplications,
    createdConnectors: [],
    demo: { accountId: demoAccountId, credentialsFile },
  }
}

/** New passwords for a demo account that is about to be made; none for one that is there or was erased. */
async function firstCredentials(
  { storage }: Ports,
  file: string,
): Promise<DemoCredentials | undefined> {
  const accountId = parseAccountId(demoAccountId)
  if (accountId === undefined) throw new Error('The id of the demo account is an account id.')
  const { accounts } = storage.read
  const known = await accounts.find(accountId)
  if (known !== undefined || (await accounts.wasErased(accountId))) return undefined
  return makeDemoCredentials(file, accountId)
}

function secretsOf(apiKey: DemoCredentials['apiKey']): CreatedApiKey['generated'] {
  if (apiKey === undefined) return {}
  const { appSecret, token, tokenSecret } = apiKey
  return { appSecret, token, tokenSecret }
}

function loginOf(user: CreatedUser, password: string | undefined): readonly NewLogin[] {
  const { accountId, loginName, profiles } = user
  return password === undefined ? [] : [{ accountId, loginName, profiles, password }]
}

function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(`The kickstart file ${file} cannot be read: ${reason}`, exitCodes.usage)
  }
}
