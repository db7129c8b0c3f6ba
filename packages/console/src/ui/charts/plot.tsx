import { Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { common } from '#messages/common.ts'
import { labelled, type Scale } from './scale.ts'
import type { Period, Series } from './series.ts'
import { useReading } from './use-reading.ts'

/** Where the numbers are drawn, within the picture. */
export type Area = { readonly width: number; readonly height: number }

const edge = { top: 8, right: 8, bottom: 22, left: 40 }
const round = new Intl.NumberFormat(undefined, { notation: 'compact' })
const whole = new Intl.NumberFormat()

/**
 * Two axes, and a reader that goes through time: by the pointer, or as a slider by the keys. The picture itself is
 * one image with a name, so that nobody has to listen to its pieces.
 */
export function Plot({
  title,
  summary,
  periods,
  series,
  scale,
  height,
  swatch,
  children,
}: {
  readonly title: string
  readonly summary: string
  readonly periods: readonly Period[]
  readonly series: readonly Series[]
  readonly scale: Scale
  readonly height: number
  readonly swatch: (index: number) => ReactNode
  readonly children: (area: Area, at: number | undefined) => ReactNode
}) {
  const { ref, width } = useElementSize()
  const { at, handlers } = useReading(periods.length)
  const area = {
    width: Math.max(0, width - edge.left - edge.right),
    height: height - edge.top - edge.bottom,
  }
  const center = (index: number) => ((index + 0.5) * area.width) / periods.length
  return (
    <div ref={ref} className="ww-plot" style={{ height }}>
      {width === 0 ? null : (
        <>
          <svg width={width} height={height} role="img" aria-label={`${title}. ${summary}`}>
            <g transform={`translate(${edge.left} ${edge.top})`}>
              <Grid scale={scale} area={area} />
              {labelled(periods.length, area.width, 56).map((index) => (
                <text
                  key={index}
                  className="ww-axis"
                  x={center(index)}
                  y={area.height + 16}
                  textAnchor="middle"
                >
                  {periods[index]?.short}
                </text>
              ))}
              {children(area, at)}
            </g>
          </svg>
          <div
            className="ww-plot-reader"
            style={{ left: edge.left, top: edge.top, width: area.width, height: area.height }}
            role="slider"
            tabIndex={0}
            aria-label={`${title}: ${common.chart.period}`}
            aria-orientation="horizontal"
            aria-readonly="true"
            aria-valuemin={0}
            aria-valuemax={Math.max(0, periods.length - 1)}
            aria-valuenow={at ?? Math.max(0, periods.length - 1)}
            aria-valuetext={readOut(periods, series, at ?? periods.length - 1)}
            {...handlers}
          />
          {at === undefined ? null : (
            <Tip
              period={periods[at]}
              rows={series.map(({ label, values }) => ({ label, value: values[at] ?? 0 }))}
              swatch={swatch}
              x={edge.left + center(at)}
              width={width}
            />
          )}
        </>
      )}
    </div>
  )
}

function Grid({ scale, area }: { readonly scale: Scale; readonly area: Area }) {
  return scale.ticks.map((tick) => {
    const y = Math.round(area.height * (1 - scale.at(tick))) + 0.5
    return (
      <g key={tick}>
        <path className="ww-grid" d={`M0 ${y}H${area.width}`} />
        <text className="ww-axis" x={-8} y={y + 4} textAnchor="end">
          {round.format(tick)}
        </text>
      </g>
    )
  })
}

function readOut(periods: readonly Period[], series: readonly Series[], at: number): string {
  const parts = series.flatMap(({ label, values }) => {
    const value = values[at] ?? 0
    return value === 0 ? [] : [`${label} ${whole.format(value)}`]
  })
  return `${periods[at]?.long ?? ''}: ${parts.length === 0 ? 0 : parts.join(', ')}`
}

function Tip({
  period,
  rows,
  swatch,
  x,
  width,
}: {
  readonly period: Period | undefined
  readonly rows: readonly { readonly label: string; readonly value: number }[]
  readonly swatch: (index: number) => ReactNode
  readonly x: number
  readonly width: number
}) {
  const place = x > width / 2 ? { right: width - x + 12 } : { left: x + 12 }
  return (
    <div className="ww-plot-tip" style={place} aria-hidden="true">
      <Text size="xs" c="dimmed">
        {period?.long}
      </Text>
      <dl>
        {rows.map(({ label, value }, index) => (
          <div key={label} style={{ display: 'contents' }}>
            {swatch(index)}
            <dt>{label}</dt>
            <dd>{whole.format(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
