import { Table, Text } from '@mantine/core'
import { Fragment } from 'react'
import { type Cut, cutDifference, type FieldChange, fieldChanges, fieldName } from './diff.ts'
import type { AuditEvent } from './event.ts'
import { auditWords } from './messages.ts'

const words = auditWords.event

/** Before and after, field by field, of all that was changed at once. */
export function DiffView({ events }: { readonly events: readonly AuditEvent[] }) {
  const changes = events.flatMap(({ sequence, element, oldValue, newValue }) =>
    fieldChanges(oldValue, newValue).map((change) => ({
      ...change,
      key: `${sequence} ${change.path}`,
      name: fieldName(element, change.path) || auditWords.whole,
    })),
  )
  if (changes.length === 0) return <Text size="sm">{words.noDifference}</Text>
  return (
    <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table fz="sm" verticalSpacing="xs" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="30%">{words.field}</Table.Th>
            <Table.Th>{words.before}</Table.Th>
            <Table.Th>{words.after}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map(({ key, name, ...change }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" className="ww-mono" fw={500}>
                {name.split('.').map((part, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: parts stay where they are
                  <Fragment key={index}>
                    {index === 0 ? null : '.'}
                    <wbr />
                    {part}
                  </Fragment>
                ))}
              </Table.Th>
              <Sides {...change} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Sides({ before, after }: FieldChange) {
  if (before === undefined || after === undefined) {
    return (
      <>
        <Side kind="del" cut={before === undefined ? undefined : whole(before)} />
        <Side kind="ins" cut={after === undefined ? undefined : whole(after)} />
      </>
    )
  }
  const cuts = cutDifference(before, after)
  return (
    <>
      <Side kind="del" cut={cuts.before} />
      <Side kind="ins" cut={cuts.after} />
    </>
  )
}

function Side({ kind, cut }: { readonly kind: 'del' | 'ins'; readonly cut: Cut | undefined }) {
  const Mark = kind
  return (
    <Table.Td className="ww-mono" style={{ verticalAlign: 'top' }}>
      {cut === undefined ? (
        <Text size="xs" c="dimmed" component="span">
          {words.nothing}
        </Text>
      ) : (
        <>
          {cut.start}
          {cut.middle === '' ? null : <Mark className="ww-mark">{cut.middle}</Mark>}
          {cut.end}
        </>
      )}
    </Table.Td>
  )
}

function whole(text: string): Cut {
  return { start: '', middle: text, end: '' }
}
