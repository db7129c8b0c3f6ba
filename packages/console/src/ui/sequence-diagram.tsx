import { useElementSize } from '@mantine/hooks'
import { useId } from 'react'
import { type Arrow, fitted, layoutSequence, type Message, type Party } from './sequence-layout.ts'

/**
 * Who said what to whom, from the top down. It is one image with a name: beside it stands a list of the same, for who
 * cannot see it.
 */
export function SequenceDiagram({
  title,
  parties,
  messages,
}: {
  /** What the picture shows, in a sentence. */
  readonly title: string
  readonly parties: readonly Party[]
  readonly messages: readonly Message[]
}) {
  const { ref, width } = useElementSize()
  const id = useId()
  const { width: wide, height, ...drawn } = layoutSequence(parties, messages, width)
  return (
    <section
      ref={ref}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll it
      tabIndex={0}
      aria-label={title}
      style={{ overflowX: 'auto', minHeight: height }}
    >
      {width === 0 ? null : (
        <svg
          width={wide}
          height={height}
          role="img"
          aria-label={title}
          style={{ display: 'block' }}
        >
          <defs>
            <ArrowHead id={`${id}-good`} color="var(--mantine-color-text)" />
            <ArrowHead id={`${id}-bad`} color="var(--mantine-color-error)" />
          </defs>
          {drawn.parties.map(({ id: party, label, x }) => (
            <g key={party}>
              <path
                d={`M${x} 40V${height - 8}`}
                style={{ stroke: 'var(--mantine-color-dimmed)', strokeDasharray: '3 4' }}
              />
              <rect
                {...{ x: x - 72, y: 4, width: 144, height: 34, rx: 8 }}
                style={{ fill: 'var(--ww-paper)', stroke: 'var(--mantine-color-dimmed)' }}
              />
              <text x={x} y={26} textAnchor="middle" style={strong}>
                {fitted(label, 132, 7.4)}
              </text>
            </g>
          ))}
          {drawn.arrows.map((arrow) => (
            <ArrowLine key={arrow.key} arrow={arrow} head={`${id}-${toneOf(arrow)}`} />
          ))}
        </svg>
      )}
    </section>
  )
}

const strong = { fill: 'var(--mantine-color-text)', fontSize: 13, fontWeight: 600 }

/** Paper around letters: a line that they stand on does not run through them. */
const halo = { paintOrder: 'stroke', stroke: 'var(--ww-paper)', strokeWidth: 4 }

function toneOf({ isRefused }: Arrow): 'good' | 'bad' {
  return isRefused ? 'bad' : 'good'
}

function ArrowHead({ id, color }: { readonly id: string; readonly color: string }) {
  return (
    <marker {...{ id, markerWidth: 9, markerHeight: 8, refX: 8, refY: 4, orient: 'auto' }}>
      <path d="M0 0L9 4L0 8Z" style={{ fill: color }} />
    </marker>
  )
}

function ArrowLine({ arrow, head }: { readonly arrow: Arrow; readonly head: string }) {
  const { from, to, y, label, detail, isAnswer, isRefused } = arrow
  const room = Math.abs(to - from) - 24
  const middle = (from + to) / 2
  const color = isRefused ? 'var(--mantine-color-error)' : 'var(--mantine-color-text)'
  const inset = to > from ? 2 : -2
  return (
    <g>
      <path
        d={`M${from} ${y}H${to - inset}`}
        markerEnd={`url(#${head})`}
        style={{ stroke: color, strokeWidth: 1.4, strokeDasharray: isAnswer ? '5 4' : 'none' }}
      />
      <text
        {...{ x: middle, y: y - (detail === undefined ? 7 : 22), textAnchor: 'middle' }}
        style={{ ...halo, fill: color, fontSize: 12, fontWeight: isAnswer ? 400 : 600 }}
      >
        {fitted(label, room, 7)}
      </text>
      {detail === undefined ? null : (
        <text
          {...{ x: middle, y: y - 7, textAnchor: 'middle' }}
          style={{
            ...{ ...halo, fill: 'var(--mantine-color-dimmed)', fontSize: 11 },
            fontFamily: 'var(--mantine-font-family-monospace)',
          }}
        >
          {fitted(detail, room, 6.8)}
        </text>
      )}
    </g>
  )
}
