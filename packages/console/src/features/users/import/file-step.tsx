import { Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { writeCsv } from '#ui/csv.ts'
import { downloadText } from '#ui/download.ts'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { importWords as words } from './messages.ts'
import { type CsvFault, decodeText, mostBytes, readCsv, type Table } from './read-csv.ts'

/** Which file. It is read here and goes nowhere. */
export function FileStep({ onRead }: { readonly onRead: (name: string, table: Table) => void }) {
  const [fault, setFault] = useState<string>()
  async function read(file: File | null) {
    if (file === null) return
    if (file.size > mostBytes) {
      setFault(words.faults.too_big)
      return
    }
    const table = readCsv(decodeText(new Uint8Array(await file.arrayBuffer())))
    if ('kind' in table) setFault(sayFault(table))
    else onRead(file.name, table)
  }
  return (
    <Stack className="ww-card" align="center" ta="center" px="lg" py={56} gap="md">
      <IconFileUpload size={40} stroke={1.4} aria-hidden="true" />
      <Text maw="32rem">{words.drop}</Text>
      <Group justify="center">
        <FileButton
          onChange={read}
          accept=".csv,.txt,text/csv"
          inputProps={{ 'aria-label': words.choose }}
        >
          {(props) => <Button {...props}>{words.choose}</Button>}
        </FileButton>
        <Button
          variant="default"
          onClick={() => downloadText('users-template.csv', template, 'text/csv')}
        >
          {words.template}
        </Button>
      </Group>
      <ProblemAlert fault={fault} />
    </Stack>
  )
}

const template = writeCsv([
  [
    'loginName',
    'fullName',
    'nickname',
    'email',
    'enabled',
    'profiles',
    'group',
    'skills',
    'maxChats',
  ],
  ['anna@brand.example', 'Anna Smith', 'Anna', 'anna@brand.example', 'yes', 'Agent', '', '', '3'],
])

function sayFault(fault: CsvFault): string {
  if (fault.kind === 'too_many') return words.faults.too_many(fault.count)
  if (fault.kind === 'no_table') return words.faults.no_table(fault.line)
  return words.faults.empty
}
