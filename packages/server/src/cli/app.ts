import { readFileSync } from 'node:fs'
import { parseStrictJson } from '@watchword/protocol/json/strict-json.ts'
import type { Command } from 'commander'
import type { GlobalApplication } from '#domain/applications/application.ts'
import {
  listGlobalApplications,
  type PublishPorts,
  publishApplication,
  publishVersion,
  withdrawApplication,
} from '#domain/applications/global-applications.ts'
import { setFirstParty } from '#domain/applications/operate-applications.ts'
import { createInstanceKeys } from '#domain/sealing/instance-keys.ts'
import { CommandError, exitCodes } from './command.ts'
import {
  accountIdArgument,
  type CommandContext,
  commandOperator,
  withContext,
} from './command-context.ts'
import { columns, print } from './print.ts'

type Options = { readonly json?: boolean }

/** `watchword app`: applications that the operator publishes for every account, and what only the operator may say. */
export function defineApp(command: Command): void {
  command
    .command('publish <manifest>')
    .description('Publish an application from its manifest, a JSON file.')
    .option('--id <id>', 'the id of a published application, of which this is the next version')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ watchword app publish manifest.json')
    .action(publish)
  command
    .command('list')
    .description('List the published applications.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ watchword app list')
    .action(list)
  command
    .command('withdraw <id>')
    .description('Offer an application no longer. What is installed stays.')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  $ watchword app withdraw ${exampleId}`)
    .action(withdraw)
  command
    .command('first-party <account> <client-id>')
    .description('Ask nobody for consent to an application of an account.')
    .option('--undo', 'ask again')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  $ watchword app first-party 12345678 ${exampleId}`)
    .action(makeFirstParty)
}

const exampleId = '4f1c2f8e-6a0b-4c3d-9e8f-0a1b2c3d4e5f'

async function publish(file: string, options: Options & { readonly id?: string }): Promise<void> {
  const manifest = readManifestFile(file)
  const { id } = options
  const published = await withContext((context) => {
    const ports = portsOf(context)
    return id === undefined
      ? publishApplication(ports, manifest)
      : publishVersion(ports, id, manifest)
  })
  const { manifest: own, version } = published
  print(
    options,
    answerOf(published),
    () => `application ${published.id} (${own.client_name}) published as version ${version}`,
  )
}

async function list(options: Options): Promise<void> {
  const published = await withContext((context) => listGlobalApplications(portsOf(context)))
  print(options, { applications: published.map(answerOf) }, () => {
    if (published.length === 0) return 'No application is published.'
    const rows = published.map(({ id, manifest, version, withdrawn }) => [
      ...[id, manifest.client_name, String(version)],
      withdrawn ? 'withdrawn' : 'offered',
    ])
    return columns([['id', 'client name', 'version', 'status'], ...rows])
  })
}

async function withdraw(id: string, options: Options): Promise<void> {
  const withdrawn = await withContext((context) => withdrawApplication(portsOf(context), id))
  print(options, answerOf(withdrawn), () => `application ${id} is withdrawn`)
}

async function makeFirstParty(
  account: string,
  id: string,
  options: Options & { readonly undo?: boolean },
): Promise<void> {
  const accountId = accountIdArgument(account)
  const firstParty = options.undo !== true
  await withContext((context) =>
    setFirstParty(context, { accountId, id }, firstParty, commandOperator),
  )
  const said = firstParty ? 'is now the first party’s' : 'is no longer the first party’s'
  print(options, { accountId, id, firstParty }, () => `application ${id} ${said}`)
}

function portsOf(context: CommandContext): PublishPorts {
  return { ...context, instanceKeys: createInstanceKeys(context) }
}

function readManifestFile(file: string): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(`The manifest ${file} cannot be read: ${reason}`, exitCodes.usage)
  }
  const parsed = parseStrictJson(text)
  if (parsed.ok) return parsed.value
  throw new CommandError(`The manifest ${file} cannot be read: ${parsed.reason}.`, exitCodes.usage)
}

function answerOf({ id, version, withdrawn, firstParty, manifest }: GlobalApplication) {
  return { id, version, withdrawn, firstParty, manifest }
}
