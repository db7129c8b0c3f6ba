import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import type { Messages } from './messages.ts'

/** Every language of the pages; the first is the one for everybody else. A new one is a line here and a file. */
const catalogues: readonly Messages[] = [en, de, es]

/** The languages there are, as BCP 47: `ui_locales_supported` of discovery. */
export const uiLocalesSupported: readonly string[] = catalogues.map(({ lang }) => lang)

/**
 * The texts for a reader: by what the application asked for (`ui_locales`, OpenID Connect Core section 3.1.2.1),
 * then by what the browser prefers (`Accept-Language`, RFC 9110 section 12.5.4). `de-AT` gets `de`.
 */
export function chooseMessages(
  uiLocales: readonly string[],
  acceptLanguage: string | undefined,
): Messages {
  for (const tag of [...uiLocales, ...preferred(acceptLanguage ?? '')]) {
    const language = tag.toLowerCase().split('-')[0]
    const found = catalogues.find(({ lang }) => lang === language)
    if (found !== undefined) return found
  }
  return en
}

function preferred(header: string): readonly string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part, index) => {
      const [tag = '', weight] = part.split(';')
      const quality = /^\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i.exec(weight ?? '')?.[1]
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality), index }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index)
    .map(({ tag }) => tag)
}
