import { Button, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { AccountLink } from './page.tsx'

/** A button that is a link: it leads to a page of the account. `to` is a path below `/console/{accountId}`. */
export function LinkButton({
  to,
  ...props
}: ButtonProps & { readonly to: string; readonly children: ReactNode }) {
  return <Button {...props} renderRoot={(rest) => <AccountLink to={to} {...rest} />} />
}
