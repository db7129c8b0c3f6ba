import type { GaugeSource, Metrics, MetricsSource } from './metrics-source.ts'
import { createRequestMetrics } from './request-metrics.ts'

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
