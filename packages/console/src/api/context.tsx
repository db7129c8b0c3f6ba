import type { Me } from '@watchword/protocol/api/session.ts'
import { createContext, useContext } from 'react'
import type { ApiClient } from './client.ts'
import { may, type Right } from './rights.ts'
import type { Session } from './session.ts'

/** What every page may rely on once somebody is signed in. */
export type Signed = { readonly api: ApiClient; readonly session: Session; readonly me: Me }

const SignedContext = createContext<Signed | undefined>(undefined)

export const SignedProvider = SignedContext.Provider

function useSigned(): Signed {
  const signed = useContext(SignedContext)
  if (signed === undefined) throw new Error('nobody is signed in here')
  return signed
}

/** The way to the API, for the account and user that are signed in. */
export function useApi(): ApiClient {
  return useSigned().api
}

export function useSession(): Session {
  return useSigned().session
}

/** Who is signed in, and what their profiles give them. */
export function useMe(): Me {
  return useSigned().me
}

/** Whether the user's profiles give a right: what they may not do is not shown. */
export function useMay(right: Right): boolean {
  return may(useMe(), right)
}
