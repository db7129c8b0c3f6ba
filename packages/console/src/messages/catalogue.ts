/**
 * Words by language. A feature's words are a plain object in `messages.ts`: texts, and functions for texts with
 * something in them. English is always there; another language has the same shape, or does not compile.
 */
export type Catalogue<Words> = { readonly en: Words } & Readonly<Record<string, Words>>

/** The languages that the browser's user reads, best first. */
const wanted: readonly string[] = navigator.languages.map(
  (language) => language.toLowerCase().split('-')[0] ?? '',
)

/** The words of a feature in the best language that it has. */
export function wordsOf<Words>(catalogue: Catalogue<Words>): Words {
  for (const language of wanted) {
    const words = Object.hasOwn(catalogue, language) ? catalogue[language] : undefined
    if (words !== undefined) return words
  }
  return catalogue.en
}

const plurals = new Intl.PluralRules('en')
const numbers = new Intl.NumberFormat('en')

/** `1,200`. */
export function number(value: number): string {
  return numbers.format(value)
}

/** `1 key`, `1,200 keys`. */
export function counted(count: number, one: string, many: string): string {
  return `${numbers.format(count)} ${plurals.select(count) === 'one' ? one : many}`
}
