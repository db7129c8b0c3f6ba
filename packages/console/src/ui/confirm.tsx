import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { common } from '#messages/common.ts'

/** What is asked before something that cannot be undone. */
export type Question = {
  readonly title: string
  readonly lead: string
  /** What will break, by name. */
  readonly breaks?: readonly string[]
  readonly action: string
  /** Must be typed first: for what takes many down. */
  readonly type?: string
}

const ConfirmContext = createContext<(question: Question) => Promise<boolean>>(async () => false)

/** Asks, and waits for the answer: `if (await confirm({…})) …`. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  return useContext(ConfirmContext)
}

type Asked = { readonly question: Question; readonly answer: (yes: boolean) => void }

export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>()
  const [open, setOpen] = useState(false)
  const ask = useCallback((question: Question) => {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    setAsked({ question, answer: resolve })
    setOpen(true)
    return promise
  }, [])

  function answer(yes: boolean) {
    asked?.answer(yes)
    setOpen(false)
  }

  return (
    <ConfirmContext value={ask}>
      {children}
      <Modal opened={open} onClose={() => answer(false)} title={asked?.question.title}>
        {asked === undefined ? null : <Body question={asked.question} answer={answer} />}
      </Modal>
    </ConfirmContext>
  )
}

function Body({ question, answer }: { question: Question; answer: (yes: boolean) => void }) {
  const { lead, breaks = [], action, type } = question
  const [typed, setTyped] = useState('')
  const words = common.confirm
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (type === undefined || typed === type) answer(true)
      }}
    >
      <Stack>
        <Text>{lead}</Text>
        {breaks.length === 0 ? null : (
          <Stack gap={4}>
            <Text size="sm" fw={500}>
              {words.breaks}
            </Text>
            <List size="sm">
              {breaks.map((one) => (
                <List.Item key={one}>{one}</List.Item>
              ))}
            </List>
          </Stack>
        )}
        {type === undefined ? null : (
          <TextInput
            label={words.type(type)}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => answer(false)}>
            {common.actions.cancel}
          </Button>
          <Button type="submit" color="red.8" disabled={type !== undefined && typed !== type}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
