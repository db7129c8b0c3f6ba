import { useApi } from '#api/context.tsx'
import { configPath } from '../paths.ts'
import type { FullUser } from '../user-types.ts'
import type { Written } from './run.ts'

/** Reads all users whole, as they are now. */
export function useReadAll(): () => Promise<Written> {
  const api = useApi()
  return async () => {
    const { body, revision } = await api.call<readonly FullUser[]>('GET', `${configPath}/users`, {
      query: { v: '6.0', select: '$all' },
    })
    return { users: body, revision }
  }
}
