/** What the tests of the console share: a server that knows where it listens, and a console of two files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Storage } from '#storage/port.ts'
import { freePort } from '../support/cli.ts'
import type { TestClock } from '../support/clock.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** A server whose public origin is where it is reached, as the console needs it. */
export async function startAtPublicOrigin(
  kind: Storage['kind'],
  environment: Readonly<Record<string, string>> = {},
  given: { readonly consoleFolder?: string | undefined; readonly clock?: TestClock } = {},
): Promise<TestServer> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const own = { WATCHWORD_PUBLIC_ORIGIN: origin, WATCHWORD_PORT: String(port) }
  return startTestServer(kind, { ...own, ...environment }, { port, ...given })
}

export const script = `document.querySelector('h1').textContent = 'A console'\n${'//\n'.repeat(100)}`
export const page = `<!doctype html><html lang="en"><head><title>Console</title>
<meta name="csp-nonce" content="{{nonce}}"><style nonce="{{nonce}}">h1 { color: #123 }</style>
<script type="module" src="/console/-/assets/index-AbC_1-x9.js" data-origin="{{origin}}"></script></head>
<body><main><h1>…</h1></main></body></html>`

/** A folder as a build leaves it; with things in and about it that nobody may see. */
export function buildSmallConsole(): { readonly folder: string; readonly remove: () => void } {
  const parent = mkdtempSync(path.join(tmpdir(), 'watchword-console-'))
  const folder = path.join(parent, 'dist')
  const assets = path.join(folder, 'assets')
  mkdirSync(path.join(assets, 'inner'), { recursive: true })
  const files: Readonly<Record<string, string | Buffer>> = {
    '../secret.js': 'secret',
    'index.html': page,
    'root.js': 'secret',
    'assets/index-AbC_1-x9.js': script,
    'assets/index-AbC_1-x9.js.br': brotliCompressSync(script),
    'assets/index-AbC_1-x9.js.gz': gzipSync(script),
    'assets/plain-1.css': 'h1 { color: red }',
    'assets/picture-1.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'assets/.hidden.js': 'secret',
    'assets/index.js.map': 'secret',
    'assets/notes.html': 'secret',
    'assets/inner/deep.js': 'secret',
  }
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), content)
  }
  return { folder, remove: () => rmSync(parent, { recursive: true, force: true }) }
}
