const monthNames = [
  ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'],
  ...['Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
] as const

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : `${value}`)

/**
 * A date of the account-config APIs, contract 1 section 4.3: `yyyy-MM-dd HH:mm:ss`.
 * The reference names no time zone; ours is UTC. Years beyond 0000 to 9999 and invalid dates are
 * our own mistake and throw.
 */
export function formatConfigDate(date: Date): string {
  const text = date.toISOString()
  if (text.length !== 24) throw new RangeError('The year of a configuration date has four digits.')
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`
}

/**
 * The `time` of an error envelope, contract 1 section 0.1: `Sep 22, 2016 4:10:15 PM`.
 * In UTC and always in English, whatever the host's locale.
 */
export function formatErrorTime(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new RangeError('An error time needs a valid date.')
  const hour = date.getUTCHours()
  const day = `${monthNames[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`
  const clock = `${hour % 12 || 12}:${twoDigits(date.getUTCMinutes())}`
  return `${day} ${clock}:${twoDigits(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`
}
