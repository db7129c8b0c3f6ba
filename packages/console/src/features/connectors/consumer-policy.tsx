import { Radio, Stack, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SettingsAnswer } from '@watchword/protocol/api/settings.ts'
import { useApi, useMay } from '#api/context.tsx'
import { notifyProblem, notifyUndo } from '#ui/notify.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { SectionHead } from '#ui/section-head.tsx'
import { policyWords as words } from './policy-messages.ts'
import { keys } from './queries.ts'
import { paths } from './store-connector.ts'

type Policy = Pick<SettingsAnswer['settings']['consumers'], 'anonymous' | 'stepUp'>

/** What holds for consumers of all connectors (contract 3 section 13.7): for administrators, whose settings these are. */
export function ConsumerPolicy() {
  if (!useMay('settings:write')) return null
  return (
    <Stack component="section" aria-label={words.title} className="ww-card" p="md" gap="md">
      <SectionHead title={words.title} lead={words.lead} />
      <Choices />
    </Stack>
  )
}

function Choices() {
  const api = useApi()
  const query = useQuery({
    queryKey: keys.policy,
    queryFn: async ({ signal }): Promise<Policy> =>
      (await api.get<SettingsAnswer>(paths.settings, { signal })).settings.consumers,
  })
  const change = useChange()
  return (
    <QueryView query={query} height={220}>
      {({ anonymous, stepUp }) => (
        <>
          <Switch
            label={words.anonymous.label}
            description={<Hint text={words.anonymous.hint} name="consumers.anonymous" />}
            checked={anonymous}
            onChange={({ currentTarget }) => change({ anonymous: currentTarget.checked })}
          />
          <Radio.Group
            label={words.stepUp.label}
            description={<Hint text={words.stepUp.hint} name="consumers.stepUp" />}
            value={stepUp}
            onChange={(chosen) => change({ stepUp: chosen as Policy['stepUp'] })}
          >
            <Stack gap="xs" mt="xs">
              {Object.entries(words.stepUp.options).map(([value, [label, description]]) => (
                <Radio
                  key={value}
                  value={value}
                  label={label}
                  description={description}
                  name="step-up"
                />
              ))}
            </Stack>
          </Radio.Group>
        </>
      )}
    </QueryView>
  )
}

function Hint({ text, name }: { readonly text: string; readonly name: string }) {
  return (
    <>
      {text} <code className="cn-wire-name">{name}</code>
    </>
  )
}

/** Shown at once, taken back if the server says no, and to be undone for a while. */
function useChange(): (patch: Partial<Policy>) => void {
  const api = useApi()
  const queries = useQueryClient()
  const send = async (consumers: Partial<Policy>) => {
    const { body } = await api.call<SettingsAnswer>('PATCH', paths.settings, {
      body: { consumers },
    })
    queries.setQueryData<Policy>(keys.policy, body.settings.consumers)
  }
  const { mutate } = useMutation({
    mutationFn: send,
    onMutate: async (patch) => {
      const before = queries.getQueryData<Policy>(keys.policy)
      await queries.cancelQueries({ queryKey: keys.policy })
      if (before !== undefined) queries.setQueryData<Policy>(keys.policy, { ...before, ...patch })
      return before
    },
    onError: (fault, _patch, before) => {
      queries.setQueryData(keys.policy, before)
      notifyProblem(fault)
    },
    onSuccess: (_done, patch, before) => {
      if (before === undefined) return
      const old = Object.keys(patch).map((name) => [name, before[name as keyof Policy]])
      notifyUndo(words.changed, () => send(Object.fromEntries(old)))
    },
  })
  return mutate
}
