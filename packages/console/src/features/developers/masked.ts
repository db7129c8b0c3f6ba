/** Members of an answer that let whoever has them in. */
const secretNames = ['access_token', 'refresh_token', 'id_token', 'client_secret', 'token', 'code']

/** What stands for a secret: how long it is, and nothing of it. */
export function mask(secret: string): string {
  return `•••• (${secret.length})`
}

/** The body of an answer as it is shown: JSON in lines, without secrets, not longer than `most`. */
export function shownBody(text: string, most = 6000): string {
  const shown = shownJson(text) ?? text
  return shown.length > most ? `${shown.slice(0, most).toWellFormed()}\n…` : shown
}

function shownJson(text: string): string | undefined {
  try {
    return JSON.stringify(
      JSON.parse(text),
      (name, value) =>
        secretNames.includes(name) && typeof value === 'string' ? mask(value) : value,
      2,
    )
  } catch {
    return undefined
  }
}

/** A form as it is sent, without secrets. */
export function shownForm(form: URLSearchParams): string {
  return [...form]
    .map(([name, value]) => `${name}=${secretNames.includes(name) ? mask(value) : value}`)
    .join('&')
}
