/**
 * What a field of numbers holds, as the API takes it. `null`: nothing was typed. What is no number, such as a minus alone,
 * stays as it is: the server refuses it, where nothing would mean the default.
 */
export function typedNumber(typed: number | string): number | string | null {
  if (typed === '') return null
  const number = Number(typed)
  return Number.isFinite(number) && `${typed}`.trim() !== '' ? number : `${typed}`
}
