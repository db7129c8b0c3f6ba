import { Alert, Button, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { pathOfAccount } from './account-path.ts'
import { shellWords } from './messages.ts'

const words = shellWords.choose

/** Asks which account. It never lists any. */
export function ChooseAccount({ unknown }: { readonly unknown?: string | undefined }) {
  const [id, setId] = useState('')
  const [fault, setFault] = useState<string>()

  function go(event: FormEvent) {
    event.preventDefault()
    const path = pathOfAccount(id)
    if (path === undefined) setFault(words.form)
    else location.assign(path)
  }

  return (
    <Centered title={words.title}>
      <Text c="dimmed">{words.lead}</Text>
      {unknown === undefined ? null : (
        <Alert color="red" role="alert">
          {words.unknown(unknown)}
        </Alert>
      )}
      <form onSubmit={go} noValidate>
        <Stack>
          <TextInput
            label={words.label}
            description={words.hint}
            value={id}
            error={fault}
            onChange={({ currentTarget }) => setId(currentTarget.value)}
            autoFocus
            autoComplete="organization"
            spellCheck={false}
          />
          <Button type="submit">{words.go}</Button>
        </Stack>
      </form>
    </Centered>
  )
}

/** One quiet card, as the hosted pages have. */
export function Centered({
  title,
  children,
}: {
  readonly title: string
  readonly children: React.ReactNode
}) {
  return (
    <main style={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', padding: '1rem' }}>
      <title>{`${title} · Watchword`}</title>
      <Paper className="ww-card" p="xl" w="100%" maw={420}>
        <Stack>
          <Title order={1} size="h3">
            {title}
          </Title>
          {children}
        </Stack>
      </Paper>
    </main>
  )
}
