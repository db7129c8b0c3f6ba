import type { Command } from 'commander'
import { describeConfig, formatDescription } from '#config/describe-config.ts'
import { readConfig } from '#config/read-config.ts'
import { print } from './print.ts'

/** `watchword config`: what holds, and where it comes from. */
export function defineConfig(command: Command): void {
  command
    .option('--json', 'print JSON')
    .addHelpText('after', example)
    .action((options: { readonly json?: boolean }) => {
      const description = describeConfig(process.env, readConfig(process.env))
      print(options, description, () => formatDescription(description))
    })
}

const example = `
Every fault of the configuration is named at once, and the exit code is 2.

Example:
  $ WATCHWORD_PORT=8443 WATCHWORD_DEV_TLS=true watchword config`
