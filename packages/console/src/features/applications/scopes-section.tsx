import {
  Accordion,
  Badge,
  Button,
  Checkbox,
  Group,
  SimpleGrid,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { QueryView } from '#ui/query-view.tsx'
import { CardSection } from './card-section.tsx'
import { GroupFault, type SectionProps, setter } from './form-section.tsx'
import { applicationWords } from './messages.ts'
import { useScopes } from './queries.ts'
import {
  groupsOf,
  isChosen,
  type ScopeEntry,
  type ScopeGroup,
  toggled,
  unlisted,
  withOthers,
} from './scope-choice.ts'

const words = applicationWords.form

/** What it may do: the catalogue by area, each scope in the words of the consent page. */
export function ScopesSection({ form }: SectionProps) {
  const query = useScopes()
  return (
    <CardSection title={words.scopes} lead={words.scopesHint}>
      <QueryView query={query} height={320}>
        {(catalogue) => <Picker form={form} catalogue={catalogue} />}
      </QueryView>
      <GroupFault text={form.errors['scope']} />
    </CardSection>
  )
}

function Picker({ form, catalogue }: SectionProps & { readonly catalogue: readonly ScopeEntry[] }) {
  const [search, setSearch] = useState('')
  const [open, setOpen] = useState<string[]>([])
  const chosen = form.values.scope
  const change = setter(form, 'scope')
  const groups = groupsOf(catalogue, search)
  const own = unlisted(chosen, catalogue)
  const isSearching = search.trim() !== ''
  return (
    <>
      <Group gap="sm">
        <TextInput
          flex={1}
          aria-label={words.searchScopes}
          placeholder={words.searchScopes}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={search}
          autoComplete="off"
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          onKeyDown={(event) => {
            // Searching is not saving.
            if (event.key === 'Enter') event.preventDefault()
          }}
        />
        {chosen.length === 0 ? null : (
          <Button variant="subtle" size="compact-sm" onClick={() => change([])}>
            {words.clear}
          </Button>
        )}
      </Group>
      {groups.length === 0 ? <Text role="status">{words.noScopes}</Text> : null}
      <Accordion
        multiple
        variant="contained"
        order={3}
        transitionDuration={0}
        value={isSearching ? groups.map(({ group }) => group) : open}
        onChange={setOpen}
      >
        {groups.map((group) => (
          <Area
            key={group.group}
            group={group}
            chosen={chosen}
            onToggle={(entry) => change(toggled(entry, chosen, catalogue))}
          />
        ))}
      </Accordion>
      <TagsInput
        label={words.otherScopes}
        description={words.otherScopesHint}
        value={[...own]}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        onChange={(names) => change(withOthers(names, chosen, catalogue))}
      />
    </>
  )
}

function Area({
  group: { group, entries },
  chosen,
  onToggle,
}: {
  readonly group: ScopeGroup
  readonly chosen: readonly string[]
  readonly onToggle: (entry: ScopeEntry) => void
}) {
  const count = entries.filter((entry) => isChosen(entry, chosen)).length
  return (
    <Accordion.Item value={group}>
      <Accordion.Control>
        <Group gap="sm">
          {group}
          <Badge variant={count === 0 ? 'default' : 'light'} tt="none" fw={500}>
            {words.chosen(count, entries.length)}
          </Badge>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {entries.map((entry) => (
            <Checkbox
              key={entry.scope}
              label={entry.description}
              description={entry.scope}
              checked={isChosen(entry, chosen)}
              onChange={() => onToggle(entry)}
            />
          ))}
        </SimpleGrid>
      </Accordion.Panel>
    </Accordion.Item>
  )
}
