/** A word of a shell, whatever is in it (POSIX shell, section 2.2.2). */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** A text in a program, whatever is in it: JavaScript and Python read it alike. */
export function programText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/[\n\r\u2028\u2029]/g, ' ')}'`
}
