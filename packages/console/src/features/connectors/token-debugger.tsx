import { Button, Group, Select, Stack, Text, Textarea, VisuallyHidden } from '@mantine/core'
import type { TokenExplanation } from '@watchword/protocol/api/consumer-debugger.ts'
import { type FormEvent, useState } from 'react'
import { useApi } from '#api/context.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import './connectors.css'
import { debuggerWords as words } from './debugger-messages.ts'
import { readPasted } from './explanation.ts'
import { ExplanationView } from './explanation-view.tsx'
import { useConnectors } from './queries.ts'
import { paths } from './store-connector.ts'

type Answer = { readonly explanation?: TokenExplanation; readonly fault?: unknown }

/**
 * Explains what is pasted. It stands in the field and nowhere else: not in an address, a cache or a storage; the page
 * forgets it when it is left.
 */
export function TokenDebugger({ connectorId }: { readonly connectorId?: number }) {
  const api = useApi()
  const [text, setText] = useState('')
  const [judge, setJudge] = useState(connectorId === undefined ? '' : `${connectorId}`)
  const [error, setError] = useState<string>()
  const [answer, setAnswer] = useState<Answer>()
  const [isAsking, setAsking] = useState(false)

  async function explain(event: FormEvent) {
    event.preventDefault()
    const pasted = readPasted(text)
    setAnswer(undefined)
    setError(undefined)
    if (pasted.kind === 'nothing') return setError(words.empty)
    if (pasted.kind === 'too-long') return setError(words.tooLong)
    const { kind: _kind, ...subject } = pasted
    const chosen = judge === '' || pasted.kind === 'request' ? {} : { connectorId: Number(judge) }
    setAsking(true)
    await api
      .call<TokenExplanation>('POST', paths.explain, { body: { ...subject, ...chosen } })
      .then(
        ({ body }) => setAnswer({ explanation: body }),
        (fault: unknown) => setAnswer({ fault }),
      )
    setAsking(false)
  }

  function forget() {
    setText('')
    setAnswer(undefined)
    setError(undefined)
  }

  return (
    <Stack>
      <form onSubmit={explain} noValidate autoComplete="off">
        <Stack className="ww-card" p="md">
          <Textarea
            label={words.field}
            description={words.fieldHint}
            placeholder={words.placeholder}
            autosize
            minRows={4}
            maxRows={12}
            className="cn-key"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            value={text}
            error={error}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Group align="flex-end">
            <Judge value={judge} onChange={setJudge} />
            <Button type="submit" loading={isAsking}>
              {words.explain}
            </Button>
            {text === '' ? null : (
              <Button variant="default" onClick={forget}>
                {words.forget}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
      <div role="status">
        {isAsking ? <Text size="sm">{words.asking}</Text> : null}
        {answer?.explanation === undefined ? null : (
          <>
            <VisuallyHidden component="h2">{words.outcome}</VisuallyHidden>
            <ExplanationView explanation={answer.explanation} />
          </>
        )}
      </div>
      <ProblemAlert fault={answer?.fault} />
    </Stack>
  )
}

function Judge({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  const { data = [] } = useConnectors()
  const choices = data.map(({ id, name }) => ({ value: `${id}`, label: name }))
  return (
    <Select
      label={words.connector}
      data={[{ value: '', label: words.byIssuer }, ...choices]}
      value={value}
      onChange={(chosen) => onChange(chosen ?? '')}
      allowDeselect={false}
      flex={1}
      miw={220}
      maw={420}
    />
  )
}
