import './keys.css'
import { Group, Stack, Text } from '@mantine/core'
import { signingKeyWords as words } from './messages.ts'
import type { Phase, Timeline } from './timeline.ts'

const phases: readonly Phase[] = ['published', 'signs', 'verifies']
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** The lives of all keys as a picture. The table beside it says the same in words, so it is one image to readers. */
export function Lives({ timeline }: { readonly timeline: Timeline }) {
  const { lines, from, to, now } = timeline
  const keys = lines.flatMap(({ rows }) => rows)
  return (
    <Stack gap="xs" className="ww-card" pb="sm">
      <div
        role="img"
        className="ww-lives"
        aria-label={`${words.picture}. ${words.summary(keys.length, lines.length)}`}
      >
        <div style={{ position: 'relative' }}>
          {keys.map(({ key, segments }) => (
            <div key={key.kid}>
              <Text size="xs" c="dimmed" className="ww-life-name">
                {`${key.kid} · ${key.algorithm}`}
              </Text>
              <div className="ww-life">
                {segments.map(({ phase, left, width, open, ...segment }) => (
                  <div
                    key={phase}
                    className={`ww-part ${phase}${open ? ' open' : ''}`}
                    style={{ left: `${left}%`, width: `${width}%` }}
                    title={words.phaseOf(
                      words.phases[phase],
                      date.format(segment.from),
                      open ? words.open : date.format(segment.to),
                    )}
                  />
                ))}
              </div>
            </div>
          ))}
        </div>
        <div className="ww-now" style={{ left: `calc(1rem + (100% - 2rem) * ${now / 100})` }}>
          <span>{words.now}</span>
        </div>
        <Group justify="space-between">
          <Text size="xs" c="dimmed">
            {dayOnly.format(from)}
          </Text>
          <Text size="xs" c="dimmed">
            {dayOnly.format(to)}
          </Text>
        </Group>
      </div>
      <Group gap="md" px="md">
        {phases.map((phase) => (
          <Group key={phase} gap="xs" wrap="nowrap">
            <span className={`ww-part key ${phase}`} aria-hidden="true" />
            <Text size="xs">{words.phases[phase]}</Text>
          </Group>
        ))}
      </Group>
    </Stack>
  )
}
