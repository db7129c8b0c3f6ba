import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { common } from '#messages/common.ts'
import { ProblemAlert } from './problem-alert.tsx'

/** What a query gave; while it loads, a place of the same height; when it failed, why. */
export function QueryView<T>({
  query,
  children,
  height = 240,
}: {
  readonly query: UseQueryResult<T>
  readonly children: (data: T) => ReactNode
  /** What it will be about as high as, in pixels: nothing jumps when it comes. */
  readonly height?: number
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <ProblemAlert fault={query.error} onRetry={() => query.refetch()} />
  return (
    <Stack gap="sm" aria-busy="true" mih={height}>
      <VisuallyHidden role="status">{common.loading}</VisuallyHidden>
      <Skeleton height={20} width="40%" />
      <Skeleton height={Math.max(40, height - 40)} />
    </Stack>
  )
}
