import type { ReactNode } from 'react'
import type { Series } from './series.ts'

/** Which series is which. */
export function Legend({
  series,
  swatch,
}: {
  readonly series: readonly Series[]
  readonly swatch: (index: number) => ReactNode
}) {
  return (
    <ul className="ww-legend">
      {series.map(({ name, label }, index) => (
        <li key={name}>
          {swatch(index)}
          {label}
        </li>
      ))}
    </ul>
  )
}
