import type { RequestMetrics } from './request-metrics.ts'

/** A number that is looked up when metrics are asked for. */
export type GaugeSource = {
  /** Without the prefix `watchword_`. */
  readonly name: string
  readonly help: string
  value(): number
}

/** What a scrape answers. */
export type MetricsSource = { text(): Promise<string> }

/** The metrics of one server. */
export type Metrics = MetricsSource & {
  readonly requests: RequestMetrics
  readonly gauges: readonly GaugeSource[]
  addGauge(gauge: GaugeSource): void
}
