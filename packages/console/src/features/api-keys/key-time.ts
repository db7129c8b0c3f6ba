/** A date of the key manager (`yyyy-MM-dd HH:mm:ss`, UTC) as milliseconds since 1970; `undefined`: none. */
export function momentOf(date: string | null | undefined): number | undefined {
  if (date === null || date === undefined || date === '') return undefined
  const at = Date.parse(`${date.replace(' ', 'T')}Z`)
  return Number.isNaN(at) ? undefined : at
}

/** A moment as `<input type="datetime-local">` takes it: in the time of this browser, by the minute. */
export function localTimeOf(at: number | undefined): string {
  if (at === undefined) return ''
  const here = new Date(at)
  const two = (value: number) => `${value}`.padStart(2, '0')
  const day = `${here.getFullYear()}-${two(here.getMonth() + 1)}-${two(here.getDate())}`
  return `${day}T${two(here.getHours())}:${two(here.getMinutes())}`
}

/**
 * What such an input holds, as the API takes it (ISO 8601, UTC). `null`: nothing was chosen. What is no time, such as
 * one of a year with five digits, stays as it is: the server refuses it, where nothing would mean a key without an end.
 */
export function instantOf(local: string): string | null {
  if (local === '') return null
  const at = new Date(local).getTime()
  return Number.isNaN(at) ? local : new Date(at).toISOString()
}
