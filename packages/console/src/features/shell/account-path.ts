/** Where the console of an account is, by what somebody typed; `undefined`: no account is called so. */
export function pathOfAccount(typed: string): string | undefined {
  const id = typed.trim()
  return /^\w{1,20}$/.test(id) ? `/console/${id}` : undefined
}
