import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { setNonce } from 'get-nonce'
import { useState } from 'react'
import { SignedProvider } from '#api/context.tsx'
import { createQueryClient } from '#api/query-client.ts'
import { ChooseAccount } from '#features/shell/choose-account.tsx'
import { Refused } from '#features/shell/refused.tsx'
import { SessionEnded } from '#features/shell/session-ended.tsx'
import { ConfirmProvider } from '#ui/confirm.tsx'
import type { Entrance } from './enter.ts'
import { router } from './router.tsx'
import { cssVariables, theme } from './styles/theme.ts'

/** The nonce that the policy lets style tags in by; the server writes it into the page. */
const nonce =
  document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? undefined
if (nonce !== undefined) setNonce(nonce)

/** Everything that pages stand on. */
export function App({ entrance }: { readonly entrance: Entrance }) {
  const [queries] = useState(createQueryClient)
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariables}
      getStyleNonce={() => nonce ?? ''}
    >
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" limit={4} />
        <Inside entrance={entrance} />
      </QueryClientProvider>
    </MantineProvider>
  )
}

function Inside({ entrance }: { readonly entrance: Entrance }) {
  if (entrance.kind === 'choose-account') return <ChooseAccount unknown={entrance.unknown} />
  if (entrance.kind === 'refused') return <Refused {...entrance} />
  if (entrance.kind === 'leaving') return null
  return (
    <SignedProvider value={entrance}>
      <ConfirmProvider>
        <RouterProvider router={router} />
        <SessionEnded />
      </ConfirmProvider>
    </SignedProvider>
  )
}
