import { KickstartSchema } from '@watchword/protocol/api/kickstart.ts'

/** `docs/reference/kickstart.schema.json`: what an editor checks a kickstart file by. */
export function kickstartSchemaFile(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Watchword kickstart file',
    description:
      'Accounts to make at start, where they neither exist nor ever existed. Named by WATCHWORD_KICKSTART.',
    ...KickstartSchema,
  }
  return `${JSON.stringify(schema, undefined, 2)}\n`
}
