import { Button, Select, Stack, Textarea, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Explanation } from '@watchword/protocol/api/explain.ts'
import { useRef, useState } from 'react'
import { useApi, useMay } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { LinkButton } from '#ui/link-button.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { ExplanationView } from './explanation-view.tsx'
import { apiKeyWords } from './messages.ts'
import { explainBodyOf, faultsOfPasted, nothingPasted, type Pasted } from './pasted.ts'
import { keys, paths, useRefusals } from './queries.ts'
import { RefusalTable } from './refusals.tsx'
import { keyToolWords } from './tool-messages.ts'

const words = keyToolWords.explain
const crumb = { label: apiKeyWords.title, to: '/data-sources/api-keys' }
const here = '/data-sources/api-keys/explain'

/** Why a signed request is refused: one that is pasted. */
export function ExplainPage() {
  const mayExplain = useMay('explain')
  return (
    <Page title={words.title} lead={words.lead} crumbs={[crumb]}>
      {mayExplain ? (
        <Stack gap="xl">
          <PasteForm />
          <Recent />
        </Stack>
      ) : (
        <ProblemAlert fault={common.problem.forbidden} />
      )}
    </Page>
  )
}

/** Why one of the requests of the last day was refused. */
export function ExplainRefusalPage() {
  const { refusalId = '' } = useParams({ strict: false })
  const api = useApi()
  const mayExplain = useMay('explain')
  const query = useQuery({
    queryKey: [...keys.refusals, refusalId],
    queryFn: async ({ signal }) => {
      const { body } = await api.call<Explanation>('POST', paths.explain, {
        ...{ body: { refusalId }, signal },
      })
      return body
    },
    enabled: mayExplain,
  })
  return (
    <Page
      title={words.refused}
      lead={words.refusedLead}
      crumbs={[crumb, { label: words.title, to: here }]}
      actions={
        <LinkButton to={here} variant="default">
          {words.another}
        </LinkButton>
      }
    >
      {mayExplain ? (
        <QueryView query={query} height={320}>
          {(explanation) => <ExplanationView explanation={explanation} />}
        </QueryView>
      ) : (
        <ProblemAlert fault={common.problem.forbidden} />
      )}
    </Page>
  )
}

function Recent() {
  const query = useRefusals()
  return (
    <Stack component="section" gap="sm" aria-label={words.noRefusal}>
      <Title order={2} size="h4">
        {words.noRefusal}
      </Title>
      <QueryView query={query} height={80}>
        {({ refusals }) => <RefusalTable refusals={refusals} />}
      </QueryView>
    </Stack>
  )
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

function PasteForm() {
  const api = useApi()
  const form = useForm<Pasted>({ initialValues: nothingPasted })
  const [fault, setFault] = useState<unknown>()
  const [isAsking, setAsking] = useState(false)
  const [explanation, setExplanation] = useState<Explanation>()
  const answer = useRef<HTMLDivElement>(null)

  async function ask(pasted: Pasted) {
    setAsking(true)
    setFault(undefined)
    try {
      const body = explainBodyOf(pasted)
      setExplanation((await api.call<Explanation>('POST', paths.explain, { body })).body)
      setTimeout(() => answer.current?.focus())
    } catch (thrown) {
      const { byField, rest } = faultsOfPasted(thrown)
      form.setErrors(byField)
      setFault(rest)
      setExplanation(undefined)
    } finally {
      setAsking(false)
    }
  }

  return (
    <Stack gap="lg">
      <form onSubmit={form.onSubmit((pasted) => ask(pasted))} noValidate aria-label={words.form}>
        <Stack maw={860}>
          <PastedFields form={form} />
          <ProblemAlert fault={fault} />
          <Button type="submit" loading={isAsking} style={{ alignSelf: 'flex-start' }}>
            {words.action}
          </Button>
        </Stack>
      </form>
      <div ref={answer} tabIndex={-1} role="status" style={{ outline: 'none' }}>
        {explanation === undefined ? null : <ExplanationView explanation={explanation} />}
      </div>
    </Stack>
  )
}

function PastedFields({ form }: { readonly form: ReturnType<typeof useForm<Pasted>> }) {
  const code = {
    spellCheck: false,
    styles: { input: { fontFamily: 'var(--mantine-font-family-monospace)' } },
  }
  return (
    <>
      <Select
        label={words.method}
        data={methods}
        allowDeselect={false}
        maw={180}
        {...form.getInputProps('method')}
      />
      <TextInput
        label={words.url}
        description={words.urlHint}
        placeholder="https://…"
        required
        {...code}
        {...form.getInputProps('url')}
      />
      <Textarea
        label={words.header}
        description={words.headerHint}
        autosize
        minRows={3}
        {...code}
        {...form.getInputProps('authorization')}
      />
      <Textarea
        label={words.body}
        description={words.bodyHint}
        autosize
        minRows={1}
        {...code}
        {...form.getInputProps('formBody')}
      />
      <Textarea
        label={words.claimed}
        description={words.claimedHint}
        autosize
        minRows={2}
        {...code}
        {...form.getInputProps('claimed')}
      />
    </>
  )
}
