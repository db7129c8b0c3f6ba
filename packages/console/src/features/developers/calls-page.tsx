import { Select, Stack, Tabs, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi, useMe } from '#api/context.tsx'
import { publicOrigin } from '#api/issuer.ts'
import { CodeSample } from '#ui/code-sample.tsx'
import { Page } from '#ui/page.tsx'
import { developerWords } from './messages.ts'
import { words as all } from './page-messages.ts'
import {
  useDirectory,
  useSampleApplications,
  useSampleConnectors,
  useSampleKeys,
} from './queries.ts'
import { type Choice, chosenOf } from './sample-choices.ts'
import { type SampleKind, sampleKinds, sampleOf } from './samples.ts'

const words = all.calls

/** One call with each kind of credential, filled in with what the account has. */
export function CallsPage() {
  const { accountId } = useApi()
  const { loginName } = useMe()
  const directory = useDirectory()
  const machine = useChoice(useSampleApplications('clientCredentials'), 'machine')
  const application = useChoice(useSampleApplications('code'), 'application')
  const key = useChoice(useSampleKeys(), 'key')
  const connector = useChoice(useSampleConnectors(), 'connector')
  const pickers: Readonly<Record<SampleKind, React.ReactNode>> = {
    session: null,
    apiKey: key.picker,
    clientCredentials: machine.picker,
    code: application.picker,
    consumer: connector.picker,
  }
  const valuesFor = (kind: SampleKind) => ({
    ...{ publicOrigin, accountId, loginName, directory: directory.data },
    ...{ keyId: key.value, connectorId: connector.value },
    application: kind === 'clientCredentials' ? machine.value : application.value,
  })
  return (
    <Page title={developerWords.calls} lead={words.lead}>
      <Tabs defaultValue={sampleKinds[0]} keepMounted={false}>
        <Tabs.List>
          {sampleKinds.map((kind) => (
            <Tabs.Tab key={kind} value={kind}>
              {words.kinds[kind]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {sampleKinds.map((kind) => (
          <Tabs.Panel key={kind} value={kind} pt="md">
            <Stack>
              <Text>{words.leads[kind]}</Text>
              {pickers[kind]}
              <CodeSample
                samples={[{ title: words.kinds[kind], code: sampleOf(kind, valuesFor(kind)) }]}
              />
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}

/** Which of the account's own things a sample is about: the first, until another is chosen. */
function useChoice<T>(
  { data }: UseQueryResult<readonly Choice<T>[]>,
  what: keyof typeof words.pick,
): { readonly value: T | undefined; readonly picker: React.ReactNode } {
  const [id, setId] = useState<string | null>(null)
  const chosen = chosenOf(data, id)
  if (data === undefined) return { value: undefined, picker: null }
  const picker =
    chosen === undefined ? (
      <Text size="sm" c="dimmed">
        {words.none[what]}
      </Text>
    ) : (
      <Select
        label={words.pick[what]}
        data={data.map((one) => ({ value: one.id, label: one.name }))}
        value={chosen.id}
        onChange={setId}
        allowDeselect={false}
        searchable
        maw={420}
      />
    )
  return { value: chosen?.value, picker }
}
