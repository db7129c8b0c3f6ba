/**
 * HTML that is safe to send. Only the `html` tag makes it, and it escapes every value that it did not make
 * itself, so a value cannot become markup by being forgotten.
 */
export class Html {
  readonly #text: string

  /** Takes the text as it is: for `html` alone. */
  private constructor(text: string) {
    this.#text = text
  }

  /** The markup. */
  toString(): string {
    return this.#text
  }

  /** The template, with its values escaped. */
  static of(strings: TemplateStringsArray, values: readonly HtmlValue[]): Html {
    let text = strings[0] ?? ''
    values.forEach((value, index) => {
      text += markupOf(value) + (strings[index + 1] ?? '')
    })
    return new Html(text)
  }
}

/** What may stand in a template. `undefined` and `false` leave nothing, so that a part may be optional. */
export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[]

/**
 * The tag of a template of HTML. Values stand in text, or in attributes in double quotes; never in a
 * script, a style, a tag's name, or an attribute that holds an address somebody else chose.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.of(strings, values)
}

function markupOf(value: HtmlValue): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.toString()
  if (typeof value === 'object') return value.map(markupOf).join('')
  return escapeMarkup(String(value))
}

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
}
