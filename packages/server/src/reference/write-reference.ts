import { mkdirSync, writeFileSync } from 'node:fs'
import { configurationPage } from './configuration-page.ts'
import { errorsPage } from './errors-page.ts'
import { kickstartSchemaFile } from './kickstart-schema.ts'
import { openApiFile } from './openapi-file.ts'

/** Where the reference is committed, from this file. */
const folder = new URL('../../../../docs/reference/', import.meta.url)

const files: Readonly<Record<string, string>> = {
  'configuration.md': configurationPage(),
  'errors.md': errorsPage(),
  'kickstart.schema.json': kickstartSchemaFile(),
  'openapi.json': await openApiFile(),
}

mkdirSync(folder, { recursive: true })
for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, folder), text)
