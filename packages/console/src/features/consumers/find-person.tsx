import { Anchor, Button, Group, List, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useApi } from '#api/context.tsx'
import { AccountLink } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { consumerWords } from './messages.ts'
import { personOf } from './person.ts'
import { nobody, PersonFields } from './person-fields.tsx'
import { findConsumers, type Person } from './queries.ts'

const words = consumerWords.find

/** Finds somebody by a name that others know them by, and goes to their page. */
export function FindPerson() {
  const api = useApi()
  const navigate = useNavigate()
  const [typed, setTyped] = useState(nobody)
  const [fault, setFault] = useState<string>()
  const find = useMutation({
    mutationFn: (person: Person) => findConsumers(api, person),
    onSuccess: (found) => {
      const [one, ...others] = found
      if (one === undefined || others.length > 0) return
      const to = '/$accountId/consumers/$id'
      void navigate({ to, params: { accountId: api.accountId, id: one.consumerId } })
    },
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    const person = personOf(typed)
    setFault(person === undefined ? words.needed : undefined)
    if (person !== undefined) find.mutate(person)
  }
  return (
    <form onSubmit={submit} noValidate aria-label={words.title}>
      <Stack className="ww-card" p="md" gap="sm">
        <Title order={2} size="h5">
          {words.title}
        </Title>
        <PersonFields typed={typed} error={fault} onChange={setTyped} />
        <ProblemAlert fault={find.error} />
        {find.data === undefined ? null : (
          <Stack gap={4} role="status">
            <Text size="sm">
              {find.data.length === 0 ? words.nobody : words.several(find.data.length)}
            </Text>
            {find.data.length === 0 ? null : (
              <List size="sm">
                {find.data.map(({ consumerId, kind }) => (
                  <List.Item key={consumerId}>
                    <Anchor
                      size="sm"
                      renderRoot={(props) => (
                        <AccountLink to={`/consumers/${consumerId}`} {...props} />
                      )}
                    >
                      {`${consumerWords.kinds[kind] ?? kind}: ${consumerId}`}
                    </Anchor>
                  </List.Item>
                ))}
              </List>
            )}
          </Stack>
        )}
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={find.isPending}>
            {words.action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
