import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { html } from '#lib/html.ts'
import { type ContentCoding, contentCodings } from './accept-encoding.ts'

/** A file that the page loads: as it is and, for some codings, compressed. Each form is a file of its own. */
export type ConsoleAsset = {
  readonly mediaType: string
  readonly forms: ReadonlyMap<ContentCoding | 'identity', AssetForm>
  readonly codings: ReadonlySet<ContentCoding>
}

export type AssetForm = { readonly file: string; readonly size: number; readonly etag: string }

/** The console as it was built. */
export type BuiltConsole = {
  /** The page with a nonce in it. */
  page(nonce: string): string
  /** By name. What is not in it is not served. */
  readonly assets: ReadonlyMap<string, ConsoleAsset>
}

/**
 * Reads the built console when it is first asked for, and again once it was built anew; `undefined`: it is not built.
 * Asking costs one `stat`.
 */
export function createBuiltConsole({
  folder,
  publicOrigin,
}: {
  readonly folder: string
  readonly publicOrigin: string
}): { current(): Promise<BuiltConsole | undefined> } {
  const file = path.join(folder, 'index.html')
  let known: { readonly version: string; readonly built: Promise<BuiltConsole> } | undefined

  async function current(): Promise<BuiltConsole | undefined> {
    const version = await versionOf(file)
    if (version === undefined) return undefined
    if (known?.version !== version) {
      const built = readConsole(folder, file, publicOrigin)
      known = { version, built }
      // What could not be read is tried again by whoever asks next.
      built.catch(() => {
        known = undefined
      })
    }
    return known.built
  }
  return { current }
}

/** A build replaces the whole folder, so that its page is another file. */
async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { ino, mtimeMs, size } = await stat(file)
    return `${ino} ${mtimeMs} ${size}`
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

async function readConsole(
  folder: string,
  file: string,
  publicOrigin: string,
): Promise<BuiltConsole> {
  const [template, assets] = await Promise.all([
    readFile(file, 'utf8'),
    readAssets(path.join(folder, 'assets')),
  ])
  const parts = template.replaceAll('{{origin}}', String(html`${publicOrigin}`)).split('{{nonce}}')
  return { page: (nonce) => parts.join(nonce), assets }
}

const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.webp', 'image/webp'],
  ['.woff2', 'font/woff2'],
])

const suffixes = { br: '.br', gzip: '.gz' } as const satisfies Record<ContentCoding, string>

/** Plain files of a known type, right in the folder, whose names do not begin with a dot. */
async function readAssets(folder: string): Promise<ReadonlyMap<string, ConsoleAsset>> {
  const entries = await readdir(folder, { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  const sizes = new Map(
    await Promise.all(
      files.map(async (name) => [name, (await stat(path.join(folder, name))).size] as const),
    ),
  )
  const assets = new Map<string, ConsoleAsset>()
  for (const name of files) {
    const mediaType = mediaTypes.get(path.extname(name))
    if (mediaType === undefined || name.startsWith('.')) continue
    const codings = new Set(contentCodings.filter((coding) => sizes.has(name + suffixes[coding])))
    const forms = new Map(
      (['identity', ...codings] as const).map((coding) => {
        const stored = coding === 'identity' ? name : name + suffixes[coding]
        const size = sizes.get(stored) ?? 0
        // The name holds a hash of what is in it.
        const form = { file: path.join(folder, stored), size, etag: `"${stored}.${size}"` }
        return [coding, form] as const
      }),
    )
    assets.set(name, { mediaType, forms, codings })
  }
  return assets
}
