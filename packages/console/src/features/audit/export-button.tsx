import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '#api/context.tsx'
import { downloadFile } from '#ui/download.ts'
import { notifyDone, notifyProblem } from '#ui/notify.tsx'
import { auditWords } from './messages.ts'
import { exportTrail } from './queries.ts'
import { type AuditFilters, dayOf } from './search.ts'

const words = auditWords.export

/** Takes the trail as a file, by the same filters. */
export function ExportButton({ filters }: { readonly filters: AuditFilters }) {
  const api = useApi()
  const queries = useQueryClient()
  const { mutate, isPending, reset } = useMutation({
    mutationFn: () => exportTrail(api, filters),
    onSuccess: (file) => {
      downloadFile(words.name(api.accountId, dayOf(new Date())), file)
      notifyDone(words.done)
      reset()
      return queries.invalidateQueries({ queryKey: ['audit', 'trail'] })
    },
    onError: notifyProblem,
  })
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden="true" />}
      loading={isPending}
      onClick={() => mutate()}
    >
      {words.button}
    </Button>
  )
}
