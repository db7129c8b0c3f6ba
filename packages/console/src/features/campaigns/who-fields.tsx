import { Alert, Anchor, Radio, Stack, Text } from '@mantine/core'
import type { PublicConnector } from '@watchword/protocol/api/connector.ts'
import { useMay } from '#api/context.tsx'
import { AccountLink } from '#ui/page.tsx'
import type { Editor } from '#ui/use-editor.ts'
import { ConnectorAlerts } from './connector-alerts.tsx'
import type { EngagementValues } from './engagement.ts'
import { Choice } from './engagement-fields.tsx'
import { engagementWords as words } from './engagement-messages.ts'
import { describeWay, onlyWay, waysFor } from './ways-in.ts'

type Props = {
  readonly editor: Editor<EngagementValues>
  readonly connectors: readonly PublicConnector[]
}

/** For whom, and by which connector they come in: only those that fit are offered. */
export function WhoFields({ editor: { form }, connectors }: Props) {
  const { allowUnauthMsg, connectorId } = form.values
  const isOpen = allowUnauthMsg === 'yes'
  const fitting = waysFor(connectors, isOpen)
  const { onChange, ...whom } = form.getInputProps('allowUnauthMsg')

  /** Another kind of consumer comes in another way: by the only one that there is, or one to be chosen. */
  function change(value: string) {
    onChange(value)
    form.setFieldValue('connectorId', onlyWay(connectors, value === 'yes'))
  }

  const chosen = fitting.find(({ id }) => `${id}` === connectorId)
  return (
    <>
      <Choice
        label={words.whom}
        options={words.whoms}
        order={['no', 'yes']}
        props={{ ...whom, onChange: change }}
      />
      {fitting.length === 0 ? <NoConnector isOpen={isOpen} /> : null}
      <Radio.Group
        label={words.connector}
        description={isOpen ? words.anonymousHint : words.connectorHint}
        {...form.getInputProps('connectorId')}
      >
        <Stack gap="sm" mt="xs">
          {fitting.map((connector) => (
            <Radio
              key={connector.id}
              value={`${connector.id}`}
              label={connector.name}
              description={describeWay(connector, words.methods)}
            />
          ))}
          {isOpen && form.values.conversationType === '0' ? (
            <Radio value="" label={words.noConnector} description={words.noConnectorHint} />
          ) : null}
        </Stack>
      </Radio.Group>
      {chosen === undefined ? null : (
        <ConnectorAlerts key={chosen.id} id={chosen.id} isAnonymous={chosen.type === 0} />
      )}
    </>
  )
}

function NoConnector({ isOpen }: { readonly isOpen: boolean }) {
  const mayAdd = useMay('connectors:write')
  return (
    <Alert color="yellow">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{isOpen ? words.noAnonymousConnector : words.noBrandConnector}</Text>
        {mayAdd ? (
          <Anchor
            size="sm"
            renderRoot={(props) => <AccountLink to="/data-sources/connectors/new" {...props} />}
          >
            {words.addConnector}
          </Anchor>
        ) : null}
      </Stack>
    </Alert>
  )
}
