import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A token endpoint that notes what it was asked, and gives what it is told to. */
export async function startTokenEndpoint() {
  const asked: { readonly authorization: string | undefined; readonly form: URLSearchParams }[] = []
  let answer: { readonly status: number; readonly body: unknown } = { status: 500, body: {} }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    asked.push({ authorization: request.headers.authorization, form })
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/token`,
    host: `http://127.0.0.1:${port}`,
    asked,
    give: (status: number, body: unknown) => {
      answer = { status, body }
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
