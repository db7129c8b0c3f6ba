import { Alert, List, Stack, Table, Text, Title } from '@mantine/core'
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react'
import type { Explanation } from '@watchword/protocol/api/explain.ts'
import type { ReactNode } from 'react'
import { CodeSample } from '#ui/code-sample.tsx'
import './explanation.css'
import { comparedParts, type PartNames, partsOf } from './base-string.ts'
import { keyToolWords } from './tool-messages.ts'

const words = keyToolWords.explain
const names: PartNames = {
  ...{ method: words.partMethod, url: words.partUrl, rest: words.partRest },
}

/** What the explainer found: the verdict, the mistake, and both base strings part by part. */
export function ExplanationView({ explanation }: { readonly explanation: Explanation }) {
  const { verdict, problem, likelyCauses, remarks, clockOffsetSeconds } = explanation
  const isRight = verdict === 'signature_right'
  return (
    <Stack gap="md">
      <Alert
        color={isRight ? 'teal' : 'red'}
        title={isRight ? words.right : `${words.refused}: ${problem?.problem ?? ''}`}
        icon={isRight ? <IconCircleCheck size={20} /> : <IconAlertCircle size={20} />}
      >
        {isRight ? words.rightLead : problem?.advice}
      </Alert>
      {likelyCauses.length === 0 ? null : (
        <Listed title={words.causes}>
          {likelyCauses.map(({ code, advice }) => (
            <List.Item key={code}>
              {advice} <span className="ww-mono">({code})</span>
            </List.Item>
          ))}
        </Listed>
      )}
      {remarks.length === 0 ? null : (
        <Listed title={words.remarks}>
          {remarks.map((remark) => (
            <List.Item key={remark}>{remark}</List.Item>
          ))}
        </Listed>
      )}
      {clockOffsetSeconds === null ? null : (
        <Text size="sm">
          {words.clock}: {words.clockOff(clockOffsetSeconds)}
        </Text>
      )}
      <BaseStrings explanation={explanation} />
    </Stack>
  )
}

function Listed({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack gap={4}>
      <Title order={2} size="h5">
        {title}
      </Title>
      <List>{children}</List>
    </Stack>
  )
}

function BaseStrings({ explanation }: { readonly explanation: Explanation }) {
  const { baseString, claimedBaseString, firstDifference } = explanation
  if (baseString === null) return null
  const isCompared = claimedBaseString !== null
  return (
    <Stack gap="sm">
      <Title order={2} size="h5">
        {isCompared ? words.diff : words.ours}
      </Title>
      {isCompared ? (
        <>
          <Text size="sm">
            {firstDifference === null ? words.equal : words.first(firstDifference.index)}
          </Text>
          <Compared ours={baseString} claimed={claimedBaseString} />
        </>
      ) : (
        <Parts baseString={baseString} />
      )}
      <CodeSample
        samples={[
          { title: words.base, code: baseString },
          ...(isCompared ? [{ title: words.claimedBase, code: claimedBaseString }] : []),
        ]}
      />
    </Stack>
  )
}

function Parts({ baseString }: { readonly baseString: string }) {
  return (
    <Table.ScrollContainer minWidth={420} className="ww-card">
      <Table fz="sm" aria-label={words.ours}>
        <Table.Tbody>
          {partsOf(baseString, names).map(({ name, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parameters repeat, and their order is what they are
            <Table.Tr key={index}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td className="ww-mono">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Compared({ ours, claimed }: { readonly ours: string; readonly claimed: string }) {
  return (
    <Table.ScrollContainer minWidth={560} className="ww-card">
      <Table fz="sm" aria-label={words.diff}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.part}</Table.Th>
            <Table.Th>{words.here}</Table.Th>
            <Table.Th>{words.client}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {comparedParts(ours, claimed, names).map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parameters repeat, and their order is what they are
            <Table.Tr key={index} className={part.same ? '' : 'ww-differs'}>
              <Table.Th scope="row">{part.name}</Table.Th>
              <Table.Td className="ww-mono">{part.ours ?? words.missing}</Table.Td>
              <Table.Td className="ww-mono">{part.claimed ?? words.missing}</Table.Td>
              <Table.Td>{part.same ? words.same : <strong>{words.differs}</strong>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
