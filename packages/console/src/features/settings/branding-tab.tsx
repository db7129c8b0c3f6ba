import { Button, FileButton, Group, Image, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { LogoAnswer } from '@watchword/protocol/api/logo.ts'
import { useApi } from '#api/context.tsx'
import { notifyDone, notifyUndo } from '#ui/notify.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { SectionHead } from '#ui/section-head.tsx'
import { settingWords } from './messages.ts'
import { removeLogo, setLogo, settingKeys, useLogo } from './queries.ts'

const words = settingWords.logo
const mostBytes = 64 * 1024

/** The logo: as it is shown on light and dark pages, changed, and taken away. */
export function BrandingTab() {
  const query = useLogo()
  return (
    <Stack component="section" gap="md" aria-label={words.title}>
      <SectionHead title={words.title} lead={words.lead} />
      <QueryView query={query} height={280}>
        {(logo) => <Logo logo={logo} />}
      </QueryView>
    </Stack>
  )
}

function Logo({ logo }: { readonly logo: LogoAnswer | null }) {
  const api = useApi()
  const queries = useQueryClient()
  const settle = () => queries.invalidateQueries({ queryKey: settingKeys.logo })
  const change = useMutation({
    mutationFn: async (file: File) => {
      if (file.size > mostBytes) throw new Error(words.large)
      return setLogo(api, await dataUrlOf(file))
    },
    onSuccess: () => {
      notifyDone(words.saved)
      return settle()
    },
  })
  const remove = useMutation({
    mutationFn: async ({ url }: LogoAnswer) => {
      const picture = await dataUrlOf(await (await fetch(url)).blob())
      await removeLogo(api)
      return picture
    },
    onSuccess: (picture) => {
      notifyUndo(words.removed, () => setLogo(api, picture).then(settle))
      return settle()
    },
  })
  return (
    <Stack className="ww-card" p="md" gap="md">
      {logo === null ? <Text size="sm">{words.none}</Text> : <Shown logo={logo} />}
      <ProblemAlert fault={change.error ?? remove.error} />
      <Group gap="sm">
        <FileButton
          accept="image/png,image/jpeg,image/webp"
          onChange={(file) => {
            remove.reset()
            if (file !== null) change.mutate(file)
          }}
          inputProps={{ 'aria-label': words.choose }}
        >
          {(props) => (
            <Button
              {...props}
              leftSection={<IconUpload size={16} aria-hidden="true" />}
              loading={change.isPending}
            >
              {logo === null ? words.choose : words.replace}
            </Button>
          )}
        </FileButton>
        {logo === null ? null : (
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(logo)}>
            {words.remove}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {words.effect}
      </Text>
    </Stack>
  )
}

function Shown({ logo }: { readonly logo: LogoAnswer }) {
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Sample logo={logo} label={words.onLight} background="#fdfcfb" />
        <Sample logo={logo} label={words.onDark} background="#121315" />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {words.size(logo.mediaType, logo.sizeBytes)}
      </Text>
    </Stack>
  )
}

function Sample({
  logo,
  label,
  background,
}: {
  readonly logo: LogoAnswer
  readonly label: string
  readonly background: string
}) {
  return (
    <figure style={{ margin: 0 }}>
      <Group
        justify="center"
        h={120}
        p="md"
        style={{ background, border: '1px solid var(--ww-line)', borderRadius: 8 }}
      >
        <Image src={logo.url} alt={words.alt} mah={88} w="auto" fit="contain" />
      </Group>
      <Text component="figcaption" size="sm" c="dimmed">
        {label}
      </Text>
    </figure>
  )
}

function dataUrlOf(picture: Blob): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const reader = new FileReader()
  reader.onload = () => resolve(`${reader.result}`)
  reader.onerror = () => reject(reader.error)
  reader.readAsDataURL(picture)
  return promise
}
