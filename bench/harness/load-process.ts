/** The load generator: a process of its own, so that its work is not counted as the server's. */
import { answerParent } from './child.ts'
import { connect } from './http-connection.ts'
import type { Load, LoadAnswer } from './load.ts'

answerParent((message) => run(message as Load))

async function run({ port, connections, count, requests }: Load): Promise<LoadAnswer> {
  const latencies = new Float64Array(count)
  const statuses: Record<number, number> = {}
  let started = 0
  const work = async () => {
    const connection = connect(port)
    while (started < count) {
      const index = started
      started += 1
      const request = requests[index % requests.length] ?? ''
      const sentAt = performance.now()
      const status = await connection.send(request)
      latencies[index] = performance.now() - sentAt
      statuses[status] = (statuses[status] ?? 0) + 1
    }
    connection.close()
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: connections }, work))
  return { milliseconds: performance.now() - startedAt, latencies, statuses }
}
