import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Compiled code is kept beside the packages, where nobody but their owner writes: in a shared temporary
// folder another user of the machine could leave code for us to run.
enableCompileCache(
  fileURLToPath(new URL('../../../node_modules/.cache/watchword', import.meta.url)),
)

const { runCli } = await import('#cli/run-cli.ts')
await runCli(process.argv.slice(2))
