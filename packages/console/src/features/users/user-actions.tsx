import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi, useMay, useMe } from '#api/context.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { notifyDone, notifyProblem, notifyUndo } from '#ui/notify.tsx'
import { SecretsOnce } from '#ui/secrets-once.tsx'
import { breaksOf } from './breaks.ts'
import { changeMany, deleteMany } from './bulk.ts'
import { carefulLimits, generatePassword } from './generate-password.ts'
import { userWords } from './messages.ts'
import { configPath, ownPath } from './paths.ts'
import {
  type ReadUser,
  useGrantsOf,
  usePasswordPolicy,
  userKeys,
  useSessionsOf,
  useUserCache,
} from './queries.ts'
import { type Directory, type FullUser, isBot } from './user-types.ts'

const words = userWords.page

/** What can be done with one user, beside editing. */
export function UserActions({
  read: { user },
  directory,
  mayEdit,
}: {
  readonly read: ReadUser
  readonly directory: Directory
  readonly mayEdit: boolean
}) {
  const me = useMe()
  const isAdministrator = useMay('sessions:others')
  const { shown, reset, forget } = useReset(user)
  const toggle = useToggle(user)
  const remove = useRemove(user, directory)
  const unlock = useUnlock(user)
  const isOwn = user.id === me.userId
  if (!mayEdit && !isAdministrator) return null
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden="true" />}>
            {words.actions}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayEdit && !isBot(user) && !isOwn ? (
            <Menu.Item onClick={reset}>{words.reset}</Menu.Item>
          ) : null}
          {isAdministrator ? <Menu.Item onClick={unlock}>{words.unlock}</Menu.Item> : null}
          {mayEdit && !isOwn ? (
            <>
              <Menu.Item onClick={() => toggle(user.isEnabled !== true)}>
                {user.isEnabled === true ? words.disable : words.enable}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item color="var(--mantine-color-error)" onClick={remove}>
                {words.delete}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <SecretsOnce
        title={words.resetDone(user.loginName)}
        values={
          shown === undefined ? undefined : [{ label: userWords.form.passwordNew, value: shown }]
        }
        onClose={forget}
      />
    </>
  )
}

/** A new password, made here, told once and kept nowhere. */
function useReset(user: FullUser) {
  const api = useApi()
  const cache = useUserCache()
  const confirm = useConfirm()
  const policy = usePasswordPolicy()
  const [shown, setShown] = useState<string>()
  async function reset() {
    const yes = await confirm({
      title: words.resetTitle(user.loginName),
      lead: words.resetLead,
      action: words.resetAction,
    })
    if (!yes) return
    const password = generatePassword(policy ?? carefulLimits, user.loginName)
    if (password === undefined) {
      notifyProblem(userWords.password.none)
      return
    }
    try {
      await api.call('PUT', `${configPath}/users/${user.id}/resetPassword`, {
        query: { v: '6.0' },
        body: { newPassword: password },
      })
      setShown(password)
    } catch (fault) {
      notifyProblem(fault)
    }
    await cache.refresh(['users', 'one', user.id])
    await cache.refresh(userKeys.sessions(user.id))
  }
  return { shown, reset, forget: () => setShown(undefined) }
}

function useToggle(user: FullUser) {
  const api = useApi()
  const cache = useUserCache()
  async function set(isEnabled: boolean) {
    const { after } = await changeMany(api, [user.id], () => ({ isEnabled }))
    cache.keep(after)
    await cache.refresh(userKeys.sessions(user.id))
  }
  return async (isEnabled: boolean) => {
    try {
      await set(isEnabled)
      const said = isEnabled ? words.enabledNow : words.disabledNow
      notifyUndo(said(user.loginName), () => set(!isEnabled))
    } catch (fault) {
      notifyProblem(fault)
    }
  }
}

function useUnlock(user: FullUser) {
  const api = useApi()
  const cache = useUserCache()
  return async () => {
    try {
      const path = `${ownPath}/users/${user.id}/unlock`
      const { body } = await api.call<{ readonly unlocked: boolean }>('POST', path)
      notifyDone(body.unlocked ? words.unlocked : words.nothingLocked)
    } catch (fault) {
      notifyProblem(fault)
    }
    await cache.refresh(userKeys.locked)
  }
}

function useRemove(user: FullUser, directory: Directory) {
  const api = useApi()
  const cache = useUserCache()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const isAdministrator = useMay('sessions:others')
  const sessions = useSessionsOf(user.id, isAdministrator)
  const grants = useGrantsOf(user.id, isAdministrator)
  return async () => {
    const [open, held] = await Promise.all(
      isAdministrator ? [sessions.refetch(), grants.refetch()] : [sessions, grants],
    )
    const yes = await confirm({
      title: words.deleteTitle(user.loginName),
      lead: words.deleteLead,
      breaks: breaksOf(user, directory, {
        sessions: open.data?.total ?? 0,
        grants: held.data?.grants ?? [],
      }),
      action: words.delete,
    })
    if (!yes) return
    try {
      await deleteMany(api, [user.id])
      await navigate({ to: '/$accountId/users', params: { accountId: api.accountId } })
      cache.drop([user.id])
      notifyDone(userWords.bulk.deleted(1))
    } catch (fault) {
      notifyProblem(fault)
    }
  }
}
