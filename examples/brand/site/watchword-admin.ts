/** What the debugger or the doctor found of one rule. */
export type Finding = {
  readonly rule: string
  readonly verdict: 'pass' | 'fail' | 'skipped'
  readonly message: string
  readonly value?: string
  readonly advice?: string
}

export type Told = { readonly findings: readonly Finding[]; readonly problem?: string }

export type Asked = {
  readonly connectorId: number
  readonly token?: string | undefined
  readonly requestId?: string | undefined
}

/** The brand's administrator at Watchword: logs in, and asks what an administrator may ask. */
export type WatchwordAdmin = {
  /** Why a token, or a refused handshake, was refused. */
  explain(asked: Asked): Promise<Told>
  /** How the identity provider of a connector is. */
  check(connectorId: number): Promise<Told>
}
