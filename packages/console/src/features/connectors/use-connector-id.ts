import { useParams } from '@tanstack/react-router'

/** The connector that the address is of. What is no id is that of none: the API says so. */
export function useConnectorId(): number {
  const { connectorId } = useParams({ strict: false }) as { readonly connectorId?: string }
  return /^[1-9]\d{0,14}$/.test(connectorId ?? '') ? Number(connectorId) : 0
}
