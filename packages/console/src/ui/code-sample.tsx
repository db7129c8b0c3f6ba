import { Group, Stack, Tabs } from '@mantine/core'
import { CopyValue } from './copy-field.tsx'

/** Code to take elsewhere, in one or several forms. */
export function CodeSample({
  samples,
}: {
  readonly samples: readonly { readonly title: string; readonly code: string }[]
}) {
  const first = samples[0]
  if (first === undefined) return null
  if (samples.length === 1) return <Code {...first} />
  return (
    <Tabs defaultValue={first.title}>
      <Tabs.List>
        {samples.map(({ title }) => (
          <Tabs.Tab key={title} value={title}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {samples.map((sample) => (
        <Tabs.Panel key={sample.title} value={sample.title} pt="xs">
          <Code {...sample} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

function Code({ title, code }: { readonly title: string; readonly code: string }) {
  return (
    <Stack gap="xs">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll it */}
      <section className="ww-code" tabIndex={0} aria-label={title}>
        <pre>{code}</pre>
      </section>
      <Group justify="flex-end">
        <CopyValue label={title} value={code} />
      </Group>
    </Stack>
  )
}
