declare const brand: unique symbol

/** The account number a tenant is known by. Only `parseAccountId` makes one. */
export type AccountId = string & { readonly [brand]: 'AccountId' }

/** Reads an account id, contract README "account id": 1 to 20 letters, digits or underscores. */
export function parseAccountId(text: string): AccountId | undefined {
  return /^[A-Za-z0-9_]{1,20}$/.test(text) ? (text as AccountId) : undefined
}
