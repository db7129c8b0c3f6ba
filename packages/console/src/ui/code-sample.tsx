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
    // Values become part of ids, which have no spaces: titles may.
    <Tabs defaultValue="0">
      <Tabs.List>
        {samples.map(({ title }, index) => (
          <Tabs.Tab key={title} value={`${index}`}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {samples.map((sample, index) => (
        <Tabs.Panel key={sample.title} value={`${index}`} pt="xs">
          <Code {...sample} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

function Code({ title, code }: { readonly title: string; readonly code: string }) {
  return (
    <Stack gap="xs">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and a section would be a landmark */}
      <div
        role="group"
        className="ww-code"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll it
        tabIndex={0}
        aria-label={title}
      >
        <pre>{code}</pre>
      </div>
      <Group justify="flex-end">
        <CopyValue label={title} value={code} />
      </Group>
    </Stack>
  )
}
