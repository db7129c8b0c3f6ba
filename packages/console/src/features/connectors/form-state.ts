import type { UseFormReturnType } from '@mantine/form'
import type { ConnectorValues } from './form-values.ts'

/** The form of a connector: what is typed, and what is wrong with it. */
export type ConnectorFormState = UseFormReturnType<ConnectorValues>
