/** Markup that needs no escaping any more. */
export class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }
}

/** Markup with values in it: what is not itself markup is escaped. */
export function html(
  texts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  const pieces = texts.map((text, index) => {
    const value = values[index]
    return value === undefined ? text : `${text}${markupOf(value)}`
  })
  return new Html(pieces.join(''))
}

function markupOf(value: string | number | Html | readonly Html[]): string {
  if (value instanceof Html) return value.markup
  if (typeof value === 'object') return value.map(({ markup }) => markup).join('')
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** A page of the brand. Its only script, if any, is a file of its own. */
export function page(title: string, body: Html, script?: string): string {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - Larkspur Books</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/style.css">
${script === undefined ? '' : html`<script type="module" src="${script}"></script>`}
</head>
<body>
${body}
</body>
</html>
`
  return markup
}
