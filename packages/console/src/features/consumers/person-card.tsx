import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ErasureReceipt } from '@watchword/protocol/api/consumer-erasure.ts'
import { useState } from 'react'
import { useApi } from '#api/context.tsx'
import { CodeSample } from '#ui/code-sample.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { downloadFile } from '#ui/download.ts'
import { notifyDone } from '#ui/notify.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { consumerWords } from './messages.ts'
import { personOf, wordToType } from './person.ts'
import { nobody, PersonFields } from './person-fields.tsx'
import { consumerKeys, eraseConsumer, exportConsumer, type Person } from './queries.ts'

const words = consumerWords.person

/** Erasing and exporting one person, by any of their names. */
export function PersonCard() {
  const api = useApi()
  const queries = useQueryClient()
  const confirm = useConfirm()
  const [typed, setTyped] = useState(nobody)
  const [fault, setFault] = useState<string>()
  const [receipt, setReceipt] = useState<ErasureReceipt>()
  const handOut = useMutation({
    // What it answers is personal: it goes into the file, and stays nowhere else.
    mutationFn: async (person: Person) => {
      const told = await exportConsumer(api, person)
      const isNobody = told.consumerIds.length === 0 || told.consumers.length === 0
      if (!isNobody) downloadFile(words.fileName, jsonFile(told))
      notifyDone(isNobody ? words.nobodyExported : words.exported)
    },
  })
  const erase = useMutation({
    mutationFn: (person: Person) => eraseConsumer(api, person),
    onSuccess: (written) => {
      setReceipt(written)
      setTyped(nobody)
      return queries.invalidateQueries({ queryKey: consumerKeys.all })
    },
  })
  function named(): Person | undefined {
    const person = personOf(typed)
    setFault(person === undefined ? consumerWords.find.needed : undefined)
    handOut.reset()
    erase.reset()
    return person
  }
  async function askAndErase() {
    const person = named()
    if (person === undefined) return
    if (await confirm({ ...words.sure, type: wordToType(typed.name) })) erase.mutate(person)
  }
  return (
    <Stack component="section" className="ww-card" p="md" gap="sm" aria-label={words.title}>
      <Title order={2} size="h5">
        {words.title}
      </Title>
      <Text size="sm" c="dimmed">
        {words.lead}
      </Text>
      <PersonFields typed={typed} error={fault} onChange={setTyped} />
      <ProblemAlert fault={handOut.error ?? erase.error} />
      {receipt === undefined ? null : <Receipt receipt={receipt} />}
      {/* On the left: messages that come up cover the right. */}
      <Group>
        <Button
          variant="default"
          loading={handOut.isPending}
          onClick={() => {
            const person = named()
            if (person !== undefined) handOut.mutate(person)
          }}
        >
          {words.export}
        </Button>
        <Button
          color="var(--mantine-color-error)"
          variant="outline"
          loading={erase.isPending}
          onClick={askAndErase}
        >
          {words.erase}
        </Button>
      </Group>
    </Stack>
  )
}

function Receipt({ receipt }: { readonly receipt: ErasureReceipt }) {
  const { id, consumerIds } = receipt
  return (
    <Alert
      color="teal"
      role="status"
      title={consumerIds.length === 0 ? words.nobodyErased : words.erased(consumerIds.length)}
    >
      <Stack gap="sm">
        <Text size="sm">{words.receiptLead}</Text>
        <CodeSample samples={[{ title: words.receipt, code: JSON.stringify(receipt, null, 2) }]} />
        <Group>
          <Button
            size="xs"
            variant="default"
            onClick={() => downloadFile(words.receiptName(id), jsonFile(receipt))}
          >
            {words.download}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}

function jsonFile(value: object): Blob {
  return new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' })
}
