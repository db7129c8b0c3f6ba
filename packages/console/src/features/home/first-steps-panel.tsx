import './home.css'
import { ActionIcon, Group, Progress, Stack, Text, ThemeIcon, Tooltip } from '@mantine/core'
import { IconCheck, IconChevronRight, IconX } from '@tabler/icons-react'
import { AccountLink } from '#ui/page.tsx'
import { SectionHead } from '#ui/section-head.tsx'
import { aboutStep, type progressOf, type Step } from './first-steps.ts'
import { words as all } from './page-messages.ts'

const words = all.steps

/** What a new account still lacks, and where each is made. */
export function FirstSteps({
  progress,
  onHide,
}: {
  readonly progress: ReturnType<typeof progressOf>
  readonly onHide: () => void
}) {
  const done = progress.filter(({ isDone }) => isDone).length
  return (
    <Stack component="section" className="ww-card" gap={0} aria-label={words.title}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" p="md">
        <SectionHead title={words.title} lead={words.lead(done, progress.length)} />
        <Tooltip label={words.hide}>
          <ActionIcon variant="subtle" size="lg" aria-label={words.hide} onClick={onHide}>
            <IconX size={18} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Progress
        value={(100 * done) / progress.length}
        size={4}
        radius={0}
        aria-label={words.title}
      />
      <ol className="ww-list">
        {progress.map(({ step, isDone }) => (
          <StepRow key={step} step={step} isDone={isDone} />
        ))}
      </ol>
    </Stack>
  )
}

function StepRow({ step, isDone }: { readonly step: Step; readonly isDone: boolean }) {
  return (
    <li>
      <ThemeIcon
        size={26}
        radius="xl"
        variant={isDone ? 'filled' : 'default'}
        role="img"
        aria-label={isDone ? words.done : words.open}
      >
        {isDone ? <IconCheck size={16} /> : <IconChevronRight size={16} />}
      </ThemeIcon>
      <div style={{ minWidth: 0 }}>
        {isDone ? (
          <Text c="dimmed" td="line-through">
            {words.names[step]}
          </Text>
        ) : (
          <AccountLink to={aboutStep[step].to} className="ww-strong-link">
            {words.names[step]}
          </AccountLink>
        )}
        <Text size="sm" c="dimmed">
          {words.leads[step]}
        </Text>
      </div>
    </li>
  )
}
