import { type Html, html } from '#lib/html.ts'
import { iconPath } from './icon.ts'
import type { Messages } from './messages/messages.ts'
import { styleUrl } from './style.ts'

/** What every hosted page stands in: one card with one heading. No script, no font, nothing of anybody else. */
export function frame(
  { lang }: Pick<Messages, 'lang'>,
  page: {
    readonly title: string
    /** Shown above the heading: whose page this is. */
    readonly owner?: string | undefined
    readonly emblem?: Html | undefined
    readonly body: Html
  },
): Html {
  const { title, owner, emblem, body } = page
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${owner === undefined ? title : `${title} · ${owner}`}</title>
<link rel="stylesheet" href="${styleUrl}">
<link rel="icon" type="image/svg+xml" href="${iconPath}">
</head>
<body>
<main class="card">
${emblem}
${body}
</main>
</body>
</html>
`
}

/** A letter in place of a picture: it tells brands apart at a glance, and is nobody's address. */
export function monogram(name: string): Html {
  const letter = [...name.trim()][0]?.toLocaleUpperCase('en') ?? '·'
  return html`<span class="emblem" aria-hidden="true">${letter}</span>`
}

/** What went wrong with a form, read out at once; its fields refer to it. */
export function fault(text: string | undefined): Html | undefined {
  if (text === undefined) return undefined
  return html`<p class="fault" id="fault" role="alert">${text}</p>`
}

/** The attributes of a field that may be at fault. */
export function faulty(isFaulty: boolean): Html | undefined {
  return isFaulty ? html`aria-invalid="true" aria-describedby="fault"` : undefined
}
