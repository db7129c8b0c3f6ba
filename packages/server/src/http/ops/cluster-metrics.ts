import { AggregatorRegistry } from 'prom-client'
import type { Metrics, MetricsSource } from './metrics-source.ts'
import { registriesOf } from './prometheus.ts'

/**
 * With `WATCHWORD_WORKERS` above 1 a scrape of the public port tells of the one process that answered it.
 * The primary process asks all of them and adds up: it calls this once, and gives the result to
 * `createOpsServer`. Counters and histograms are sums; what cannot be added is averaged or left out.
 */
export function createClusterMetrics(): MetricsSource {
  const registry = new AggregatorRegistry()
  return { text: () => registry.clusterMetrics() }
}

/** Called once in each worker process: from then on it answers the primary's question. */
export function reportToPrimary(metrics: Pick<Metrics, 'requests' | 'gauges'>): void {
  AggregatorRegistry.setRegistries([...registriesOf(metrics)])
  new AggregatorRegistry()
}
