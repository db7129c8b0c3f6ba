import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { common } from '#messages/common.ts'
import { CopyField } from './copy-field.tsx'

const words = common.once

/**
 * Values that are shown this once. Whoever opens it drops them in `onClose`: closed, nothing of them is in the
 * page, in a cache or in a form.
 */
export function SecretsOnce({
  title,
  values,
  onClose,
  children,
}: {
  readonly title: string
  /** `undefined`: closed. */
  readonly values: readonly { readonly label: string; readonly value: string }[] | undefined
  readonly onClose: () => void
  /** What to do with them. */
  readonly children?: ReactNode
}) {
  return (
    <Modal
      opened={values !== undefined}
      onClose={onClose}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      transitionProps={{ duration: 0 }}
    >
      <Stack>
        <Alert color="yellow" title={words.title}>
          {words.lead}
        </Alert>
        {values?.map(({ label, value }) => (
          <CopyField key={label} label={label} value={value} />
        ))}
        {children}
        <Group justify="flex-end">
          <Button onClick={onClose}>{words.done}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
