import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { GaugeSource, Metrics, MetricsSource } from './metrics-source.ts'
import { durationBounds, type RequestMetrics, type RouteNumbers } from './request-metrics.ts'

type Sources = Pick<Metrics, 'requests' | 'gauges'>

/** Writes the metrics of one server, and those of the runtime. */
export function createWriter(sources: Sources): MetricsSource {
  const registries = registriesOf(sources)
  return {
    text: async () => {
      const parts = await Promise.all(registries.map((registry) => registry.metrics()))
      return parts.join('')
    },
  }
}

/** The metrics of one server, and those of the runtime, as prom-client keeps them. */
export function registriesOf({ requests, gauges }: Sources): readonly Registry[] {
  const registry = new Registry()
  registerCounts(registry, requests)
  registerDurations(registry, requests)
  for (const gauge of gauges) registerGauge(registry, gauge)
  return [registry, processRegistry()]
}

function registerGauge(registry: Registry, { name, help, value }: GaugeSource): void {
  new Gauge({
    name: `watchword_${name}`,
    help,
    registers: [registry],
    collect() {
      this.set(value())
    },
  })
}

function registerCounts(registry: Registry, requests: RequestMetrics): void {
  new Counter({
    name: 'watchword_http_requests_total',
    help: 'Requests that were answered.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { method, template, countByStatus } of requests.all()) {
        for (const [status, count] of countByStatus) {
          this.inc({ method, route: template, status }, count)
        }
      }
    },
  })
}

function registerDurations(registry: Registry, requests: RequestMetrics): void {
  const name = 'watchword_http_request_duration_seconds'
  const help = 'Time from the request to its answer.'
  const duration = new Histogram({
    name,
    help,
    labelNames: ['method', 'route'],
    buckets: durationBounds,
    registers: [registry],
  })
  const get = async () => ({
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    values: requests.all().flatMap((numbers) => durationValues(name, numbers)),
  })
  // The first is read for an aggregate of processes, the second for a scrape.
  Object.assign(duration, { get, getForPromString: get })
}

function durationValues(name: string, { method, template, buckets, totalSeconds }: RouteNumbers) {
  const labels = { method, route: template }
  let count = 0
  const values = buckets.map((inBucket, index) => {
    count += inBucket
    const le = durationBounds[index] ?? '+Inf'
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count }
  })
  return count === 0
    ? []
    : [
        ...values,
        { metricName: `${name}_sum`, labels, value: totalSeconds },
        { metricName: `${name}_count`, labels, value: count },
      ]
}

let ofProcess: Registry | undefined

/** What the runtime tells of itself. There is one runtime, however many servers it runs. */
function processRegistry(): Registry {
  if (ofProcess === undefined) {
    ofProcess = new Registry()
    collectDefaultMetrics({ register: ofProcess })
  }
  return ofProcess
}
