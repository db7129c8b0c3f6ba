import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { consolePath } from '#domain/applications/console-client.ts'
import { frame } from '#http/pages/frame.ts'
import { sendPage } from '#http/pages/send-page.ts'
import { html } from '#lib/html.ts'
import { randomHex } from '#lib/random.ts'
import type { Reads } from '#storage/port.ts'
import type { createBuiltConsole } from './built-console.ts'
import { consolePolicy } from './console-policy.ts'
import { noSuchFile } from './no-such-file.ts'

export type ConsolePagePorts = {
  readonly storage: { readonly read: Pick<Reads, 'accounts'> }
  readonly built: ReturnType<typeof createBuiltConsole>
  readonly publicOrigin: string
}

/**
 * The console's one page, at every address below its own. Which account is asked for, it reads from the address itself:
 * the answer is the same for one that does not exist. `/console` leads to the only account, if there is one.
 */
export function addConsolePage(app: FastifyInstance, ports: ConsolePagePorts): void {
  const schema = { hide: true, produces: ['text/html'] }
  const { publicOrigin } = ports
  const start = async (request: FastifyRequest, reply: FastifyReply) => {
    const only = await ports.storage.read.accounts.onlyActive()
    if (only === undefined) return sendConsole(request, reply, ports)
    return redirect(reply, `${publicOrigin}${consolePath}/${only}${queryOf(request)}`)
  }
  app.get(consolePath, { schema }, start)
  app.get(`${consolePath}/`, { schema }, start)
  app.get(`${consolePath}/*`, { schema }, async (request, reply) => {
    const { '*': below } = request.params as { readonly '*': string }
    if (/^-(?:\/|$)/.test(below) && below !== '-/callback') throw noSuchFile()
    return sendConsole(request, reply, ports)
  })
}

/** Marks an address that was already sent on: a proxy that hides the host which clients use must not send in circles. */
const sentOn = 'from=other-host'

async function sendConsole(
  request: FastifyRequest,
  reply: FastifyReply,
  { built, publicOrigin }: ConsolePagePorts,
): Promise<FastifyReply> {
  const query = queryOf(request)
  // Its scripts and its sign-in are bound to the public origin, whichever name of ours the browser came by.
  if (request.host !== new URL(publicOrigin).host && !query.endsWith(sentOn)) {
    const [path = ''] = urlOf(request).split('?')
    return redirect(reply, `${publicOrigin}${path}${query === '' ? '?' : `${query}&`}${sentOn}`)
  }
  const console = await built.current()
  if (console === undefined) return sendPage(reply.code(503), notBuiltPage())
  const nonce = randomHex(16)
  return reply
    .header('content-security-policy', consolePolicy(publicOrigin, nonce))
    .header('cross-origin-resource-policy', 'same-origin')
    .header('x-frame-options', 'DENY')
    .header('content-type', 'text/html; charset=utf-8')
    .serializer((text: string) => text)
    .send(console.page(nonce))
}

/** With the headers of every answer, `no-store` among them. */
function redirect(reply: FastifyReply, location: string): FastifyReply {
  return reply.code(302).header('location', location).send()
}

/** As it was sent; it begins with the path that the route matched. */
function urlOf(request: FastifyRequest): string {
  return request.raw.url ?? ''
}

function queryOf(request: FastifyRequest): string {
  const url = urlOf(request)
  const mark = url.indexOf('?')
  return mark === -1 ? '' : url.slice(mark)
}

function notBuiltPage() {
  const title = 'The console is not built'
  return frame(
    { lang: 'en' },
    {
      title,
      emblem: html`<span class="emblem quiet" aria-hidden="true">!</span>`,
      body: html`<h1>${title}</h1>
<p class="lead">Whoever runs this server builds it with <code>npm run build:console</code>. Then load this page again: the server
need not be started anew.</p>
<p class="lead">Everything else works without it.</p>`,
    },
  )
}
