/** Calls the API below the demo account's address, as its administrator; throws what is refused. */
export type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>
