import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { useMay, useMe } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { Page } from '#ui/page.tsx'
import { AttentionPanel } from './attention-panel.tsx'
import { FirstSteps } from './first-steps-panel.tsx'
import { homeWords } from './messages.ts'
import { words } from './page-messages.ts'
import { useAttention } from './queries.ts'
import { Shortcuts } from './shortcuts.tsx'
import { TrafficPanel } from './traffic-panel.tsx'
import { useFirstSteps } from './use-first-steps.ts'

/** What needs a hand, and how much goes on; for who administers nothing, what they can do here. */
export function HomePage() {
  const { fullName, loginName } = useMe()
  const seesAll = useMay('statistics:read')
  const seesHandshakes = useMay('connectors:read')
  return (
    <Page title={homeWords.title} lead={words.lead(fullName || loginName)}>
      {seesAll ? <Overview /> : <Shortcuts />}
      {seesHandshakes && !seesAll ? <TrafficPanel only="handshake" /> : null}
    </Page>
  )
}

/** All of it appears at once: what comes first is of unknown height, and would move the rest. */
function Overview() {
  const steps = useFirstSteps(true)
  const attention = useAttention()
  if (steps.isLoading || attention.isLoading) return <Waiting />
  return (
    <>
      {steps.progress === undefined ? null : (
        <FirstSteps progress={steps.progress} onHide={steps.hide} />
      )}
      <AttentionPanel query={attention} />
      <TrafficPanel only={undefined} />
    </>
  )
}

function Waiting() {
  return (
    <Stack gap="sm" aria-busy="true">
      <VisuallyHidden role="status">{common.loading}</VisuallyHidden>
      <Skeleton height={24} width="30%" />
      <Skeleton height={420} />
    </Stack>
  )
}
