import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'

export type PageFile = { readonly type: string; readonly text: string }

const folder = new URL('../page/', import.meta.url)

/**
 * A file of the page, by its name. A browser reads no types: they are blanked out, so that what it shows is the source,
 * line by line, and nothing has to be built.
 */
export function readPageFile(name: string): PageFile | undefined {
  if (!/^[a-z-]{1,40}\.(?:ts|css)$/.test(name)) return undefined
  let text: string
  try {
    text = readFileSync(new URL(name, folder), 'utf8')
  } catch {
    return undefined
  }
  if (name.endsWith('.css')) return { type: 'text/css', text }
  return { type: 'text/javascript', text: stripTypeScriptTypes(text) }
}
