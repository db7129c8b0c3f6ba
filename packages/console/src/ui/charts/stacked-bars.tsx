import { useId } from 'react'
import { common } from '#messages/common.ts'
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx'
import { Legend } from './legend.tsx'
import { looksOf } from './looks.ts'
import { type Area, Plot } from './plot.tsx'
import { type Scale, scaleTo } from './scale.ts'
import { highest, type Period, type Segment, type Series, stackOf, sumOf } from './series.ts'
import { SurfaceSwatch, Textures, textureId } from './swatch.tsx'
import { tableOf } from './table-of.ts'

/** Counts by hour or day, one column each, told apart by series. */
export function StackedBars({
  periods,
  series,
  height = 220,
  ...frame
}: ChartFrameProps & {
  readonly periods: readonly Period[]
  readonly series: readonly Series[]
  readonly height?: number
}) {
  const id = useId()
  const looks = looksOf(series)
  const columns = stackOf(series, periods.length)
  const scale = scaleTo(highest(columns))
  const swatch = (index: number) => <SurfaceSwatch id={id} index={index} />
  return (
    <ChartFrame
      {...frame}
      isEmpty={series.every(({ values }) => sumOf(values) === 0)}
      height={height}
      table={tableOf(periods, series, common.chart.period)}
      legend={<Legend series={series} swatch={swatch} />}
    >
      <svg width={0} height={0} aria-hidden="true" style={{ position: 'absolute' }}>
        <Textures id={id} looks={looks} />
      </svg>
      <Plot {...{ ...frame, periods, series, scale, height, swatch }}>
        {(area, at) => <Columns {...{ id, columns, scale, area, at }} />}
      </Plot>
    </ChartFrame>
  )
}

function Columns({
  id,
  columns,
  scale,
  area,
  at,
}: {
  readonly id: string
  readonly columns: readonly (readonly Segment[])[]
  readonly scale: Scale
  readonly area: Area
  readonly at: number | undefined
}) {
  const step = area.width / Math.max(1, columns.length)
  const thick = Math.max(1, Math.min(48, step * 0.72))
  return (
    <>
      {at === undefined ? null : (
        <rect
          x={at * step}
          width={step}
          height={area.height}
          style={{ fill: 'var(--mantine-color-dimmed)', fillOpacity: 0.14 }}
        />
      )}
      {columns.flat().map(({ column, series, from, to }) => {
        const [foot, head] = [scale.at(from) * area.height, scale.at(to) * area.height]
        return (
          <rect
            key={`${column} ${series}`}
            x={column * step + (step - thick) / 2}
            y={area.height - head}
            width={thick}
            // A hair of paper between two parts, and never less than what can be seen.
            height={Math.max(1, head - foot - (from === 0 ? 0 : 1))}
            fill={`url(#${textureId(id, series)})`}
          />
        )
      })}
    </>
  )
}
