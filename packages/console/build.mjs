/**
 * Builds the console: `node packages/console/build.mjs [folder]`, by itself into `dist`. Beside each file that is
 * worth it lies its compressed twin, so that the server compresses nothing while it answers.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'

const root = path.dirname(fileURLToPath(import.meta.url))
const outDir = path.resolve(process.argv[2] ?? path.join(root, 'dist'))

await build({
  root,
  configFile: path.join(root, 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true },
})

const assets = path.join(outDir, 'assets')
for (const name of readdirSync(assets)) {
  if (!/\.(?:js|css|svg)$/.test(name)) continue
  const file = path.join(assets, name)
  const body = readFileSync(file)
  if (body.length < 1024) continue
  writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }))
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10 }
  writeFileSync(`${file}.br`, brotliCompressSync(body, { params }))
}
