/** A word of a shell, whatever is in it (POSIX shell, section 2.2.2). */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/**
 * A text in a program, whatever is in it: JavaScript and Python read it alike. What ends a line or a script element, what
 * no source may hold, and what lets a line look like another (marks of direction) stands there as an escape.
 */
export function programText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(hidden, escaped)}'`
}

/** Half a character pairs only with the other half: a whole one is left alone, as Python knows no pairs. */
const hidden =
  /[<\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
