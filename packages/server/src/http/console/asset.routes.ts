import { type FileHandle, open } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { namesEtag } from '#lib/etag.ts'
import { chooseCoding } from './accept-encoding.ts'
import type { createBuiltConsole } from './built-console.ts'
import { assetPath } from './console-policy.ts'
import { noSuchFile } from './no-such-file.ts'

/** The files of the console: for ever, because a file that changes has another name. */
export function addConsoleAssets(
  app: FastifyInstance,
  { built }: { readonly built: ReturnType<typeof createBuiltConsole> },
): void {
  app.get(`${assetPath}*`, { schema: { hide: true } }, async (request, reply) => {
    const { '*': name } = request.params as { readonly '*': string }
    const asset = (await built.current())?.assets.get(name)
    if (asset === undefined) throw noSuchFile()
    const coding = chooseCoding(request.headers['accept-encoding'], asset.codings)
    const form = asset.forms.get(coding ?? 'identity')
    if (form === undefined) throw noSuchFile()
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cross-origin-resource-policy', 'same-origin')
      .header('vary', 'Accept-Encoding')
      .header('etag', form.etag)
    const ifNoneMatch = request.headers['if-none-match']
    if (ifNoneMatch !== undefined && namesEtag(ifNoneMatch, form.etag)) {
      return reply.code(304).send()
    }
    // Opened before anything is said of it: a build may have taken it away just now.
    const file = await openIfThere(form.file)
    reply.header('content-type', asset.mediaType).header('content-length', form.size)
    if (coding !== undefined) reply.header('content-encoding', coding)
    return reply.send(file.createReadStream())
  })
}

async function openIfThere(file: string): Promise<FileHandle> {
  try {
    return await open(file)
  } catch {
    throw noSuchFile()
  }
}
