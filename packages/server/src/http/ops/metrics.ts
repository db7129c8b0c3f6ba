import { createRequestMetrics, type RequestMetrics } from './request-metrics.ts'

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

/** The media type of a scrape: the text format of Prometheus. */
export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8'

/**
 * The metrics of this process: requests by route, the gauges that are added, and what the runtime tells.
 * The library that writes them is loaded when they are first asked for: a server that nobody scrapes pays
 * neither its time nor its memory.
 */
export function createMetrics(): Metrics {
  const requests = createRequestMetrics()
  const gauges: GaugeSource[] = []
  let writer: Promise<MetricsSource> | undefined
  const metrics: Metrics = {
    requests,
    gauges,
    addGauge: (gauge) => {
      gauges.push(gauge)
    },
    text: async () => {
      writer ??= import('./prometheus.ts').then(({ createWriter }) => createWriter(metrics))
      return (await writer).text()
    },
  }
  return metrics
}
