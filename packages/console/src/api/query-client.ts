import { QueryClient } from '@tanstack/react-query'
import { Problem } from './problem.ts'

/**
 * Reads are tried again when nobody answered or the server was at fault; a refusal is final. What the browser says of the
 * network is not asked: it means the internet, and the server may stand on this machine or beside it.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        refetchOnReconnect: true,
        staleTime: 15_000,
        retry: (failures, fault) =>
          failures < 2 &&
          (!(fault instanceof Problem) || fault.status === 0 || fault.status >= 500),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
