import { linePath, sparkPoints } from './line-path.ts'
import { colorOf, looks } from './looks.ts'

/** The shape of one series, small enough for a table or a line of text. `label` says what it shows. */
export function Sparkline({
  label,
  values,
  width = 96,
  height = 24,
}: {
  readonly label: string
  readonly values: readonly number[]
  readonly width?: number
  readonly height?: number
}) {
  const [look] = looks
  const points = sparkPoints(values, { width: width - 4, height: height - 4 })
  const line = linePath(points)
  const last = points.at(-1)
  const color = look === undefined ? 'currentColor' : colorOf(look)
  return (
    <svg width={width} height={height} role="img" aria-label={label} style={{ display: 'block' }}>
      {last === undefined ? null : (
        <g transform="translate(2 2)">
          <path
            d={`${line}V${height - 4}H${points[0]?.x ?? 0}Z`}
            style={{ fill: color, fillOpacity: 0.14 }}
          />
          <path d={line} style={{ fill: 'none', stroke: color, strokeWidth: 1.5 }} />
          <circle cx={last.x} cy={last.y} r={2} style={{ fill: color }} />
        </g>
      )}
    </svg>
  )
}
