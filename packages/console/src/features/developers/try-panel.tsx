import './developers.css'
import {
  Button,
  Group,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useApi } from '#api/context.tsx'
import { publicOrigin } from '#api/issuer.ts'
import { common } from '#messages/common.ts'
import { words as all } from './page-messages.ts'
import { clientOf, missingIn } from './try-client.ts'
import { type Exchange, runClientCredentials, runDiscovery, type TryClient } from './try-flow.ts'
import { TryResult } from './try-result.tsx'

const words = all.run
type Which = 'discovery' | 'clientCredentials'
const nobody: TryClient = { clientId: '', clientSecret: '', scope: '' }

/** Runs a flow and shows each step of it. The secret is forgotten as soon as the flow has it. */
export function TryPanel() {
  const { accountId } = useApi()
  const [which, setWhich] = useState<Which>('discovery')
  const [client, setClient] = useState(nobody)
  const [faults, setFaults] = useState<Partial<Record<keyof TryClient, string>>>({})
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([])
  const [isRunning, setRunning] = useState(false)
  const [isDone, setDone] = useState(false)

  async function run(event: FormEvent) {
    event.preventDefault()
    const missing = which === 'discovery' ? [] : missingIn(client)
    setFaults(Object.fromEntries(missing.map((name) => [name, common.required])))
    if (missing.length > 0) return
    setExchanges([])
    setDone(false)
    setRunning(true)
    setClient({ ...client, clientSecret: '' })
    const ports = {
      fetch: (url: string, init: RequestInit) => fetch(url, init),
      measure: () => performance.now(),
      tell: (exchange: Exchange) => setExchanges((before) => [...before, exchange]),
    }
    const about = {
      issuer: `${publicOrigin}/oidc/${accountId}`,
      accountApi: `${publicOrigin}/api/account/${accountId}`,
    }
    await (which === 'discovery'
      ? runDiscovery(ports, about)
      : runClientCredentials(ports, about, clientOf(client)))
    setRunning(false)
    setDone(true)
  }

  return (
    <Stack component="section" gap="sm" aria-label={words.title}>
      <Title order={2} size="h4">
        {words.title}
      </Title>
      <Text c="dimmed" maw="44rem">
        {words.lead}
      </Text>
      <form onSubmit={run} noValidate autoComplete="off">
        <Stack maw={520}>
          <SegmentedControl
            aria-label={words.which}
            value={which}
            onChange={(value) => setWhich(value === 'discovery' ? value : 'clientCredentials')}
            data={[
              { value: 'discovery', label: words.discovery },
              { value: 'clientCredentials', label: words.clientCredentials },
            ]}
          />
          {which === 'discovery' ? null : (
            <ClientFields client={client} faults={faults} onChange={setClient} />
          )}
          <Group>
            <Button type="submit" loading={isRunning}>
              {words.go}
            </Button>
          </Group>
        </Stack>
      </form>
      <Text role="status" size="sm">
        {isDone ? words.done(exchanges.length) : null}
      </Text>
      {exchanges.length === 0 ? null : <TryResult exchanges={exchanges} />}
    </Stack>
  )
}

function ClientFields({
  client,
  faults,
  onChange,
}: {
  readonly client: TryClient
  readonly faults: Partial<Record<keyof TryClient, string>>
  readonly onChange: (client: TryClient) => void
}) {
  const field = (name: keyof TryClient) => ({
    value: client[name],
    error: faults[name],
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      onChange({ ...client, [name]: currentTarget.value }),
    autoComplete: 'off',
    spellCheck: false,
  })
  return (
    <>
      <TextInput label={words.clientId} {...field('clientId')} />
      <PasswordInput label={words.clientSecret} {...field('clientSecret')} />
      <TextInput label={words.scope} description={words.scopeHint} {...field('scope')} />
    </>
  )
}
