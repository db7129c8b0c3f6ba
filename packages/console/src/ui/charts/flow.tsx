import { Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { type ReactNode, useId } from 'react'
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx'
import { bandPath, type FlowEnd, layoutFlow } from './flow-layout.ts'
import { looksOf } from './looks.ts'
import { SurfaceSwatch, Textures, textureId } from './swatch.tsx'

const whole = new Intl.NumberFormat()
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 })

/** How much of what was offered went where: the whole on the left, its parts and their names on the right. */
export function Flow({
  source,
  ends,
  columns,
  nameOf = ({ label }) => label,
  ...frame
}: ChartFrameProps & {
  /** What the whole is called. */
  readonly source: string
  /** In their order from the top. */
  readonly ends: readonly FlowEnd[]
  /** Headings of the table: what, how many, and their share. */
  readonly columns: readonly [string, string, string]
  /** A part's name as it is shown, such as a link to more about it. */
  readonly nameOf?: (end: FlowEnd) => ReactNode
}) {
  const id = useId()
  const { ref, width } = useElementSize()
  const total = ends.reduce((sum, { value }) => sum + value, 0)
  const { height, source: block, bands } = layoutFlow(ends)
  const rows = bands.map(({ end, share }) => ({
    key: end.name,
    cells: [end.label, end.value, percent.format(share)],
  }))
  return (
    <ChartFrame
      {...frame}
      isEmpty={total === 0}
      height={Math.max(160, height)}
      table={{ head: columns, rows: [...rows, { key: '', cells: [source, total, ''] }] }}
    >
      {total === 0 ? null : (
        <div className="ww-flow" style={{ height }}>
          <div style={{ alignSelf: 'center' }}>
            <Text size="sm">{source}</Text>
            <Text fw={600} size="lg">
              {whole.format(total)}
            </Text>
          </div>
          <div ref={ref} style={{ minWidth: 0 }}>
            <svg
              width={width}
              height={height}
              role="img"
              aria-label={`${frame.title}. ${frame.summary}`}
              style={{ display: 'block' }}
            >
              <Textures id={id} looks={looksOf(ends)} />
              <rect
                y={block.top}
                width={4}
                height={block.height}
                style={{ fill: 'var(--mantine-color-text)' }}
              />
              {bands.map(({ end, band }, index) => (
                <path
                  key={end.name}
                  d={bandPath(band, width)}
                  fill={`url(#${textureId(id, index)})`}
                  style={{ fillOpacity: 0.85 }}
                />
              ))}
            </svg>
          </div>
          <ul>
            {bands.map(({ end, top, height: row, share }, index) => (
              <li key={end.name} style={{ top, height: row }}>
                <SurfaceSwatch id={id} index={index} />
                <span style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                  {nameOf(end)}{' '}
                  <Text span size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                    {`${whole.format(end.value)} · ${percent.format(share)}`}
                  </Text>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </ChartFrame>
  )
}
