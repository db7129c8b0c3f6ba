import { common } from '#messages/common.ts'
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx'
import { Legend } from './legend.tsx'
import { linePath } from './line-path.ts'
import { colorOf, type Look, looksOf } from './looks.ts'
import { type Area, Plot } from './plot.tsx'
import { type Scale, scaleTo } from './scale.ts'
import { largest, type Period, type Series, sumOf } from './series.ts'
import { LineSwatch, Mark } from './swatch.tsx'
import { tableOf } from './table-of.ts'

/** How few series go up and down beside each other, such as what is to vanish and what takes its place. */
export function Lines({
  periods,
  series,
  height = 220,
  ...frame
}: ChartFrameProps & {
  readonly periods: readonly Period[]
  readonly series: readonly Series[]
  readonly height?: number
}) {
  const looks = looksOf(series)
  const scale = scaleTo(largest(series))
  const swatch = (index: number) => {
    const look = looks[index]
    return look === undefined ? null : <LineSwatch look={look} />
  }
  return (
    <ChartFrame
      {...frame}
      isEmpty={series.every(({ values }) => sumOf(values) === 0)}
      height={height}
      table={tableOf(periods, series, common.chart.period)}
      legend={<Legend series={series} swatch={swatch} />}
    >
      <Plot {...{ ...frame, periods, series, scale, height, swatch }}>
        {(area, at) =>
          series.map((one, index) => {
            const look = looks[index]
            if (look === undefined) return null
            return <Line key={one.name} {...{ values: one.values, look, scale, area, at }} />
          })
        }
      </Plot>
    </ChartFrame>
  )
}

function Line({
  values,
  look,
  scale,
  area,
  at,
}: {
  readonly values: readonly number[]
  readonly look: Look
  readonly scale: Scale
  readonly area: Area
  readonly at: number | undefined
}) {
  const step = area.width / Math.max(1, values.length)
  const pointOf = (value: number, index: number) => ({
    x: (index + 0.5) * step,
    y: area.height * (1 - scale.at(value)),
  })
  // With few points each has its mark; with many only the last, and the one that is read.
  const marked = values.length <= 14 ? values.map((_, index) => index) : [values.length - 1]
  return (
    <>
      <path
        d={linePath(values.map(pointOf))}
        strokeDasharray={look.dashes}
        style={{ fill: 'none', stroke: colorOf(look), strokeWidth: 2 }}
      />
      {[...new Set([...marked, ...(at === undefined ? [] : [at])])].map((index) => (
        <Mark key={index} look={look} {...pointOf(values[index] ?? 0, index)} />
      ))}
    </>
  )
}
