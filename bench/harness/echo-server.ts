/** The smallest server there is: the harness's own test measures it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveBench } from './server.ts'

serveBench(async () => {
  const server = createServer((request, response) => {
    request.resume()
    response.end('hello')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, extra: 'token', supply: async (wanted) => [wanted, 'made'] }
})
