import { Alert, Button, Group, Progress, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { downloadText } from '#ui/download.ts'
import { LinkButton } from '#ui/link-button.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { importWords as words } from './messages.ts'
import { countVerdicts, type Verdict } from './plan.ts'
import type { Table } from './read-csv.ts'
import { failedRows, passwordFile } from './result-files.ts'
import type { Outcome } from './run.ts'
import { tellFault } from './tell.ts'
import type { RunState } from './use-run.ts'

/** How far the writing is, and what came of it. */
export function RunStep({
  state,
  table,
  verdicts,
  onCancel,
  onGoOn,
  onPasswordsSaved,
  onAgain,
}: {
  readonly state: Exclude<RunState, { readonly kind: 'none' }>
  readonly table: Table
  readonly verdicts: readonly Verdict[]
  readonly onCancel: () => void
  readonly onGoOn: () => void
  readonly onPasswordsSaved: () => void
  readonly onAgain: () => void
}) {
  const { outcomes } = state
  const counts = countVerdicts(verdicts)
  const all = counts.new + counts.change
  const of = (result: Outcome['result']) =>
    outcomes.filter((outcome) => outcome.result === result).length
  const tried = outcomes.length - of('not_tried')
  const isRunning = state.kind === 'running'
  return (
    <Stack className="ww-card" p="lg">
      <Title order={2} size="h4">
        {isRunning ? words.writing : tried < all ? words.stopped : words.finished}
      </Title>
      <Progress
        value={all === 0 ? 100 : (tried / all) * 100}
        aria-label={words.writing}
        transitionDuration={200}
      />
      <Text role="status">
        {words.progress(tried, all)}. {words.outcome(of('added'), of('changed'), of('failed'))}
      </Text>
      {isRunning ? (
        <Group>
          <Button variant="default" onClick={onCancel} disabled={state.stopping}>
            {state.stopping ? words.stopping : words.cancel}
          </Button>
        </Group>
      ) : (
        <Over
          outcomes={outcomes}
          stopped={state.stopped}
          table={table}
          verdicts={verdicts}
          onGoOn={onGoOn}
          onPasswordsSaved={onPasswordsSaved}
          onAgain={onAgain}
        />
      )}
    </Stack>
  )
}

function Over({
  outcomes,
  stopped,
  table,
  verdicts,
  onGoOn,
  onPasswordsSaved,
  onAgain,
}: {
  readonly outcomes: readonly Outcome[]
  readonly stopped: unknown
  readonly table: Table
  readonly verdicts: readonly Verdict[]
  readonly onGoOn: () => void
  readonly onPasswordsSaved: () => void
  readonly onAgain: () => void
}) {
  const [saved, setSaved] = useState(false)
  const reasons = reasonsOf(verdicts, outcomes)
  const left = outcomes.filter(({ result }) => result === 'not_tried').length
  const hasPasswords = outcomes.some(({ password }) => password !== undefined)

  function savePasswords() {
    const text = passwordFile(outcomes, [words.fields.loginName, words.fields.password])
    downloadText('passwords.csv', text, 'text/csv')
    onPasswordsSaved()
    setSaved(true)
  }

  return (
    <Stack>
      <ProblemAlert fault={stopped} />
      {left === 0 ? null : <Text size="sm">{words.notTried(left)}</Text>}
      {hasPasswords ? (
        <Alert color="yellow" title={words.savePasswords}>
          <Stack gap="sm" align="flex-start">
            <Text size="sm">{words.passwordsLead}</Text>
            <Button onClick={savePasswords}>{words.savePasswords}</Button>
          </Stack>
        </Alert>
      ) : null}
      {saved ? (
        <Text size="sm" role="status">
          {words.passwordsSaved}
        </Text>
      ) : null}
      <Group>
        {left === 0 ? null : <Button onClick={onGoOn}>{words.goOn}</Button>}
        {reasons.size === 0 ? null : (
          <Button
            variant="default"
            onClick={() =>
              downloadText('not-imported.csv', failedRows(table, reasons, words.reason), 'text/csv')
            }
          >
            {words.saveFailed}
          </Button>
        )}
        <LinkButton to="/users" variant="default">
          {words.toUsers}
        </LinkButton>
        <Button variant="subtle" onClick={onAgain}>
          {words.again}
        </Button>
      </Group>
      {reasons.size === 0 ? null : (
        <ul className="ww-plain">
          {outcomes
            .filter(({ result }) => result === 'failed')
            .slice(0, 20)
            .map(({ line, loginName, reason }) => (
              <li key={line}>
                <Text size="sm">{`${words.line} ${line}, ${loginName}: ${reason}`}</Text>
              </li>
            ))}
        </ul>
      )}
    </Stack>
  )
}

/** Why rows were not written, by line: what the check found, and what the server refused. */
function reasonsOf(
  verdicts: readonly Verdict[],
  outcomes: readonly Outcome[],
): ReadonlyMap<number, string> {
  return new Map([
    ...verdicts.flatMap((verdict) =>
      verdict.kind === 'fault'
        ? [[verdict.line, verdict.faults.map(tellFault).join('; ')] as const]
        : [],
    ),
    ...outcomes.flatMap(({ line, result, reason }) => {
      if (result === 'failed') return [[line, reason] as const]
      return result === 'not_tried' ? [[line, words.notTriedReason] as const] : []
    }),
  ])
}
