import { Stack } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '#api/context.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useUnsaved } from '#ui/use-unsaved.ts'
import { userWords } from '../messages.ts'
import { useDirectory } from '../queries.ts'
import type { Directory } from '../user-types.ts'
import { CheckStep } from './check-step.tsx'
import type { Checked } from './checked.ts'
import { ColumnsStep } from './columns-step.tsx'
import { FileStep } from './file-step.tsx'
import { importWords as words } from './messages.ts'
import type { Table } from './read-csv.ts'
import { RunStep } from './run-step.tsx'
import { useRun } from './use-run.ts'

/** Users from a spreadsheet: a file, what its columns are, what would happen, and then, if one wants, that. */
export function ImportPage() {
  const may = useMay('users:write')
  const directory = useDirectory()
  return (
    <Page title={words.title} lead={words.lead} crumbs={[{ label: userWords.title, to: '/users' }]}>
      {may ? (
        <QueryView query={directory} height={320}>
          {(known) => <Steps directory={known} />}
        </QueryView>
      ) : (
        <ProblemAlert fault={userWords.mayNotEdit} />
      )}
    </Page>
  )
}

function Steps({ directory }: { readonly directory: Directory }) {
  const [file, setFile] = useState<{ readonly name: string; readonly table: Table }>()
  const [checked, setChecked] = useState<Checked>()
  const run = useRun()
  const { state } = run
  useUnsaved(
    () =>
      state.kind === 'running' ||
      (state.kind === 'over' && state.outcomes.some(({ password }) => password !== undefined)),
  )
  function startAgain() {
    setFile(undefined)
    setChecked(undefined)
    run.reset()
  }
  if (file === undefined) {
    return <FileStep onRead={(name, table) => setFile({ name, table })} />
  }
  if (state.kind !== 'none' && checked !== undefined) {
    return (
      <RunStep
        state={state}
        table={file.table}
        verdicts={checked.verdicts}
        onCancel={run.cancel}
        onGoOn={() => run.start(checked.verdicts, checked.revision)}
        onPasswordsSaved={run.forgetPasswords}
        onAgain={startAgain}
      />
    )
  }
  return (
    <Stack gap="xl">
      <ColumnsStep
        file={file}
        directory={directory}
        onOther={startAgain}
        onChange={() => setChecked(undefined)}
        onChecked={setChecked}
      />
      {checked === undefined ? null : (
        <CheckStep
          verdicts={checked.verdicts}
          room={checked.room}
          directory={directory}
          onWrite={() => run.start(checked.verdicts, checked.revision)}
        />
      )}
    </Stack>
  )
}
