import { IconBriefcase, IconPlus } from '@tabler/icons-react'
import type { Lob } from '@watchword/protocol/api/lob.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import { useMemo } from 'react'
import { useMay } from '#api/context.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Column } from '#ui/table-types.ts'
import { useConfigs, useUserCounts } from '../people/config.ts'
import type { CountOf } from '../people/user-counts.ts'
import { skillsIn } from './lob.ts'
import { lobWords as words } from './messages.ts'

/** All lines of business. */
export function LobsPage() {
  const query = useConfigs<Lob>('lobs')
  return (
    <Page title={words.title} lead={words.lead} actions={<AddButton />}>
      <QueryView query={query} height={240}>
        {(lobs) =>
          lobs.length === 0 ? (
            <EmptyState icon={<IconBriefcase />} {...words.empty} action={<AddButton />} />
          ) : (
            <Table lobs={lobs} />
          )
        }
      </QueryView>
    </Page>
  )
}

function AddButton() {
  if (!useMay('lobs:write')) return null
  return (
    <LinkButton to="/lobs/new" leftSection={<IconPlus size={16} aria-hidden="true" />}>
      {words.add}
    </LinkButton>
  )
}

function Table({ lobs }: { readonly lobs: readonly Lob[] }) {
  const { data: skills } = useConfigs<Skill>('skills')
  const { data: countOf } = useUserCounts('lobs')
  const columns = useMemo(() => columnsOf(skills ?? [], countOf), [skills, countOf])
  return <DataTable label={words.title} rows={lobs} rowId={rowId} columns={columns} />
}

const rowId = ({ id }: Lob) => `${id}`

function columnsOf(skills: readonly Skill[], countOf: CountOf | undefined): readonly Column<Lob>[] {
  const column = (key: keyof typeof words.columns, rest: Omit<Column<Lob>, 'key' | 'title'>) => ({
    ...{ key, title: words.columns[key] },
    ...rest,
  })
  return [
    column('name', {
      text: ({ name }) => name,
      show: ({ id, name }) => <AccountLink to={`/lobs/${id}`}>{name}</AccountLink>,
      width: 'minmax(8rem, 2fr)',
    }),
    column('description', {
      text: ({ description = '' }) => description,
      width: 'minmax(8rem, 3fr)',
      wide: true,
    }),
    column('skills', {
      text: ({ id }) => skillsIn(id, skills, '')[0]?.names.length ?? 0,
      width: '5rem',
    }),
    ...(countOf === undefined
      ? []
      : [column('users', { text: ({ id }) => countOf(id).users, width: '5rem' })]),
  ]
}
