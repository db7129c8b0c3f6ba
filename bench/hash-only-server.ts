/** A server that verifies a password for each request and does nothing else: what logins cost a machine, whoever answers them. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPasswords } from '../packages/server/src/domain/login/passwords.ts'
import { serveBench } from './harness/server.ts'

const password = 'correct horse battery staple'

serveBench(async () => {
  const passwords = createPasswords({ threads: 1, maxQueue: 1000 })
  const hash = await passwords.hash(password)
  const server = createServer(async (request, response) => {
    request.resume()
    response.statusCode = (await passwords.verify(password, hash)) ? 200 : 500
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port }
})
