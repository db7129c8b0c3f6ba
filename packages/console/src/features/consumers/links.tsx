import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Consumer, ConsumerLink } from '@watchword/protocol/api/consumer.ts'
import { useApi, useMay } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { Moment } from '#ui/moment.tsx'
import { notifyDone } from '#ui/notify.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { consumerWords } from './messages.ts'
import { shortId } from './person.ts'
import { consumerKeys, unlinkConsumer } from './queries.ts'

const words = consumerWords.link

/** The history of links: who turned out to be whom, how it came about, and taking it back. */
export function Links({ consumer }: { readonly consumer: Consumer }) {
  const api = useApi()
  const queries = useQueryClient()
  const confirm = useConfirm()
  const mayUnlink = useMay('consumers:write')
  const unlink = useMutation({
    mutationFn: (link: ConsumerLink) => unlinkConsumer(api, link),
    onSuccess: () => notifyDone(words.done),
    onSettled: () => queries.invalidateQueries({ queryKey: consumerKeys.all }),
  })
  async function ask(link: ConsumerLink) {
    const [from, to] = [shortId(link.fromConsumerId), shortId(link.toConsumerId)]
    const { title, lead, action } = words
    if (await confirm({ title, lead: lead(from, to), action })) unlink.mutate(link)
  }
  if (consumer.links.length === 0) return <Text size="sm">{consumerWords.one.noLinks}</Text>
  return (
    <Stack gap="sm">
      <ProblemAlert fault={unlink.error} />
      {consumer.links.map((link) => (
        <Stack key={`${link.fromConsumerId} ${link.linkedAt}`} className="ww-card" p="md" gap="xs">
          <Group justify="space-between" align="flex-start" gap="sm">
            <Text size="sm" fw={500} flex="1 1 12rem">
              {words.became(shortId(link.fromConsumerId), shortId(link.toConsumerId))}
            </Text>
            {mayUnlink && link.unlinkedAt === undefined ? (
              <Button
                size="compact-sm"
                variant="default"
                loading={unlink.isPending}
                aria-label={words.undoOf(shortId(link.fromConsumerId))}
                onClick={() => ask(link)}
              >
                {words.undo}
              </Button>
            ) : null}
          </Group>
          <About link={link} />
        </Stack>
      ))}
    </Stack>
  )
}

function About({ link }: { readonly link: ConsumerLink }) {
  const { linkedAt, unlinkedAt, issuer, policy, wasHere, choice, requestId } = link
  return (
    <dl className="ww-facts">
      <div>
        <dt>{words.when}</dt>
        <dd>
          <Moment at={linkedAt} />
        </dd>
      </div>
      {unlinkedAt === undefined ? null : (
        <div>
          <dt>{words.unlinked}</dt>
          <dd>
            <Moment at={unlinkedAt} />
          </dd>
        </div>
      )}
      <div>
        <dt>{words.issuer}</dt>
        <dd>{issuer}</dd>
      </div>
      <div>
        <dt>{words.policy}</dt>
        <dd>{choice === undefined ? policy : `${policy}; ${words.choice}: ${choice}`}</dd>
      </div>
      <div>
        <dt>{words.wasHere}</dt>
        <dd>{wasHere ? common.yes : common.no}</dd>
      </div>
      <div>
        <dt>{words.request}</dt>
        <dd className="ww-mono">{requestId}</dd>
      </div>
    </dl>
  )
}
