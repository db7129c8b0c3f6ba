import { Button, Checkbox, Group, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { StandardClaimsAnswer } from '@watchword/protocol/api/standard-claims.ts'
import { useState } from 'react'
import { useApi } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { ConflictChoice, type Difference, differencesOf } from '#ui/conflict.tsx'
import { notifyDone } from '#ui/notify.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import {
  addressClaims,
  type ClaimValues,
  claimFaultsOf,
  claimsOf,
  claimValuesOf,
  textClaims,
  truthClaims,
} from './claims.ts'
import { userWords } from './messages.ts'
import { ownPath } from './paths.ts'
import { useClaims, userKeys, useUserCache } from './queries.ts'
import { type ReadClaims, saveClaims } from './save-claims.ts'
import { Card } from './user-facts.tsx'

const words = userWords.claims
const nameOf: Readonly<Record<string, string>> = words.names

/** What applications are told of a user beside name and e-mail. */
export function UserClaims({
  userId,
  mayEdit,
}: {
  readonly userId: number
  readonly mayEdit: boolean
}) {
  const query = useClaims(userId)
  const [editing, setEditing] = useState(false)
  return (
    <Card title={words.title}>
      <Text size="sm" c="dimmed">
        {words.lead}
      </Text>
      <QueryView query={query} height={80}>
        {(read) => (
          <>
            <Told claims={read.claims} />
            {mayEdit ? (
              <Group>
                <Button size="xs" variant="default" onClick={() => setEditing(true)}>
                  {words.edit}
                </Button>
              </Group>
            ) : null}
            <Modal
              opened={editing}
              onClose={() => setEditing(false)}
              title={words.edit}
              size="lg"
              closeOnClickOutside={false}
            >
              <ClaimsForm userId={userId} read={read} onClose={() => setEditing(false)} />
            </Modal>
          </>
        )}
      </QueryView>
    </Card>
  )
}

function Told({ claims }: { readonly claims: StandardClaimsAnswer }) {
  const { address, ...rest } = claims
  const told = [...Object.entries(rest), ...Object.entries(address ?? {})]
  if (told.length === 0) return <Text size="sm">{words.none}</Text>
  return (
    <dl className="ww-facts">
      {told.map(([name, value]) => (
        <div key={name}>
          <dt>{nameOf[name] ?? name}</dt>
          <dd>{typeof value === 'boolean' ? (value ? common.yes : common.no) : `${value}`}</dd>
        </div>
      ))}
    </dl>
  )
}

function ClaimsForm({
  userId,
  read,
  onClose,
}: {
  readonly userId: number
  readonly read: ReadClaims
  readonly onClose: () => void
}) {
  const save = useSaveClaims(userId)
  const [base, setBase] = useState(read)
  const [fault, setFault] = useState<unknown>()
  const [saving, setSaving] = useState(false)
  const [theirs, setTheirs] = useState<ReadClaims>()
  const form = useForm<ClaimValues>({
    mode: 'controlled',
    initialValues: claimValuesOf(base.claims),
  })

  async function submit(values: ClaimValues, on: ReadClaims = base) {
    setFault(undefined)
    setSaving(true)
    setTheirs(undefined)
    try {
      const refused = await save(on, claimsOf(values, on.claims))
      setTheirs(refused)
      if (refused === undefined) onClose()
    } catch (problem) {
      const { byField, rest } = claimFaultsOf(problem)
      form.setErrors(byField)
      setFault(rest)
    } finally {
      setSaving(false)
    }
  }

  function takeTheirs() {
    if (theirs === undefined) return
    setBase(theirs)
    form.setValues(claimValuesOf(theirs.claims))
    setTheirs(undefined)
  }

  return (
    <form onSubmit={form.onSubmit((values) => submit(values))} noValidate>
      <Stack>
        <Text size="sm" c="dimmed">
          {words.empty}
        </Text>
        <Texts names={textClaims} at="texts" form={form} />
        {truthClaims.map((name) => (
          <Checkbox
            key={name}
            label={nameOf[name]}
            {...form.getInputProps(`truths.${name}`, { type: 'checkbox' })}
          />
        ))}
        <Text fw={500}>{words.address}</Text>
        <Texts names={addressClaims} at="address" form={form} />
        <ProblemAlert fault={fault} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common.actions.cancel}
          </Button>
          <Button type="submit" loading={saving}>
            {common.actions.save}
          </Button>
        </Group>
      </Stack>
      <ConflictChoice
        differences={theirs && differences(claimsOf(form.values, base.claims), theirs.claims)}
        onKeepMine={() => theirs && submit(form.values, theirs)}
        onTakeTheirs={takeTheirs}
        onClose={() => setTheirs(undefined)}
      />
    </form>
  )
}

function Texts({
  names,
  at,
  form,
}: {
  readonly names: readonly string[]
  readonly at: 'texts' | 'address'
  readonly form: ReturnType<typeof useForm<ClaimValues>>
}) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {names.map((name) => (
        <TextInput
          key={name}
          label={nameOf[name]}
          autoComplete="off"
          {...form.getInputProps(`${at}.${name}`)}
        />
      ))}
    </SimpleGrid>
  )
}

function differences(
  mine: StandardClaimsAnswer,
  theirs: StandardClaimsAnswer,
): readonly Difference[] {
  return differencesOf<Readonly<Record<string, unknown>>>(
    { ...mine },
    { ...theirs },
    { ...nameOf, address: words.address },
  )
}

function useSaveClaims(userId: number) {
  const api = useApi()
  const cache = useUserCache()
  const path = `${ownPath}/users/${userId}/standard-claims`
  return async (base: ReadClaims, body: StandardClaimsAnswer): Promise<ReadClaims | undefined> => {
    const saved = await saveClaims(api, path, { base, body })
    if (saved !== undefined) return saved
    notifyDone(words.saved)
    await cache.refresh(userKeys.claims(userId))
    return undefined
  }
}
