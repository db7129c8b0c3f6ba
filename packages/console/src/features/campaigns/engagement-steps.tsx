import { Button, Grid, Paper, Stack, Text, Title } from '@mantine/core'
import type { PublicConnector } from '@watchword/protocol/api/connector.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import { EditorForm } from '#ui/editor-form.tsx'
import { ToldList } from '#ui/told-list.tsx'
import type { Editor } from '#ui/use-editor.ts'
import type { Campaign } from './campaign.ts'
import { type EngagementValues, steps } from './engagement.ts'
import { OfferFields, ThenFields, WhereFields } from './engagement-fields.tsx'
import { engagementWords as words } from './engagement-messages.ts'
import { WhoFields } from './who-fields.tsx'

type Props = {
  readonly editor: Editor<EngagementValues>
  readonly step: number
  readonly setStep: (step: number) => void
  readonly isNew: boolean
  readonly campaign: Campaign
  readonly connectors: readonly PublicConnector[]
  readonly skills: readonly Pick<Skill, 'id' | 'name'>[]
  readonly told: readonly (readonly [string, string])[]
  readonly cancelTo: string
}

/** The steps of an engagement, one at a time, beside what they come to. Any step may be opened at any time. */
export function EngagementSteps(props: Props) {
  const { editor, step, setStep, isNew, told, cancelTo } = props
  const isLast = step === steps.length - 1
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Stack>
          <StepList step={step} setStep={setStep} />
          <EditorForm
            editor={editor}
            label={words.label}
            submitLabel={words.save}
            cancelTo={cancelTo}
            // A new one is saved from its last step, when all of it was seen.
            submits={!isNew || isLast}
            buttons={
              isLast ? undefined : (
                <Button
                  variant={isNew ? 'filled' : 'default'}
                  type="button"
                  onClick={() => setStep(step + 1)}
                >
                  {words.next}
                </Button>
              )
            }
          >
            <StepFields {...props} />
          </EditorForm>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Paper className="ww-card" p="lg">
          <Stack>
            <Title order={2} size="h5">
              {words.inShort}
            </Title>
            <ToldList told={told} />
          </Stack>
        </Paper>
      </Grid.Col>
    </Grid>
  )
}

function StepList({ step, setStep }: Pick<Props, 'step' | 'setStep'>) {
  return (
    <nav aria-label={words.stepsLabel}>
      <ol className="ww-steps">
        {steps.map(({ key }, index) => (
          <li key={key}>
            <button
              type="button"
              className="ww-step"
              onClick={() => setStep(index)}
              {...(index === step ? { 'aria-current': 'step' as const } : {})}
              data-done={index < step}
            >
              {index + 1}. {words.steps[key][0]}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function StepFields(props: Props) {
  const { editor, step, campaign, connectors, skills } = props
  const key = steps[step]?.key ?? 'offer'
  return (
    <Stack>
      <Stack gap={2}>
        <Text size="sm" c="dimmed" role="status">
          {words.stepOf(step + 1, steps.length)}
        </Text>
        <Title order={2} size="h4">
          {words.steps[key][1]}
        </Title>
      </Stack>
      {key === 'offer' ? <OfferFields editor={editor} /> : null}
      {key === 'who' ? <WhoFields editor={editor} connectors={connectors} /> : null}
      {key === 'where' ? <WhereFields editor={editor} /> : null}
      {key === 'after' ? <ThenFields editor={editor} skills={skills} campaign={campaign} /> : null}
    </Stack>
  )
}
