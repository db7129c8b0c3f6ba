/** A page that others of the menu stand below is the present one only by itself. */
export function hasOthersBelow(
  to: string,
  destinations: readonly { readonly to: string }[],
): boolean {
  return to === '/' || destinations.some((one) => one.to.startsWith(`${to}/`))
}
