import type { Command } from 'commander'
import { readConfig } from '#config/read-config.ts'
import { migrate, pendingMigrations } from '#storage/migrate.ts'
import { openDatabase } from './open-database.ts'
import { print } from './print.ts'

/** `watchword migrate`: what every start does as well, by itself or as a rehearsal. */
export function defineMigrate(command: Command): void {
  command
    .option('--dry-run', 'print what would be done, and do nothing')
    .option('--json', 'print JSON')
    .addHelpText('after', example)
    .action(run)
}

async function run(options: { readonly dryRun?: boolean; readonly json?: boolean }): Promise<void> {
  const database = await openDatabase(readConfig(process.env))
  try {
    const steps = options.dryRun ? await pendingMigrations(database) : await migrate(database)
    const report = { dryRun: options.dryRun === true, migrations: steps }
    print(options, report, () => describe(report))
  } finally {
    await database.close()
  }
}

function describe(report: {
  readonly dryRun: boolean
  readonly migrations: Awaited<ReturnType<typeof migrate>>
}): string {
  if (report.migrations.length === 0) return 'The database is up to date.'
  if (!report.dryRun) {
    return report.migrations.map(({ name }) => `applied ${name}`).join('\n')
  }
  return report.migrations
    .flatMap(({ name, statements }) => [`-- ${name}`, ...statements.map((sql) => `${sql};`)])
    .join('\n')
}

const example = `
Examples:
  $ watchword migrate --dry-run    print the statements that are missing
  $ watchword migrate              run them; safe while other processes do the same`
