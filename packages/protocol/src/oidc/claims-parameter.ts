import { parseStrictJson } from '../json/strict-json.ts'

/** How one claim was asked for (OpenID Connect Core section 5.5.1). */
export type ClaimRequest = {
  readonly essential: boolean
  /** `value` or `values`, as one list; `undefined`: any value. */
  readonly values: readonly unknown[] | undefined
}

/** The `claims` parameter (OpenID Connect Core section 5.5). Maps, because names come from strangers. */
export type ClaimsRequest = {
  readonly userinfo: ReadonlyMap<string, ClaimRequest>
  readonly idToken: ReadonlyMap<string, ClaimRequest>
}

const most = 100

/**
 * Reads a `claims` parameter. Members and claims that are not known stay, as section 5.5 wants; whatever has
 * another form than the section gives it makes the whole of it `undefined`.
 */
export function parseClaimsParameter(text: string): ClaimsRequest | undefined {
  const parsed = parseStrictJson(text)
  if (!parsed.ok) return undefined
  const request = recordOf(parsed.value)
  if (request === undefined) return undefined
  const userinfo = claimsOf(request.get('userinfo'))
  const idToken = claimsOf(request.get('id_token'))
  return userinfo && idToken && { userinfo, idToken }
}

function claimsOf(member: unknown): ReadonlyMap<string, ClaimRequest> | undefined {
  if (member === undefined || member === null) return new Map()
  const claims = recordOf(member)
  if (claims === undefined || claims.size > most) return undefined
  const read = new Map<string, ClaimRequest>()
  for (const [name, value] of claims) {
    const claim = claimOf(value)
    if (claim === undefined) return undefined
    read.set(name, claim)
  }
  return read
}

/** `null`: asked for in the usual way. */
function claimOf(value: unknown): ClaimRequest | undefined {
  if (value === null) return { essential: false, values: undefined }
  const members = recordOf(value)
  if (members === undefined) return undefined
  const { essential = false, values } = Object.fromEntries(members)
  if (typeof essential !== 'boolean') return undefined
  if (values !== undefined && !Array.isArray(values)) return undefined
  const one = members.get('value')
  return { essential, values: one === undefined ? values : [one] }
}

function recordOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return new Map(Object.entries(value))
}
