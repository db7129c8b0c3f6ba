import { userWords as words } from './messages.ts'
import { isBot, type ListedUser } from './user-types.ts'

/** Whether somebody can log in, in a word and a colour. */
export function StateBadge({
  user,
  isLocked,
}: {
  readonly user: Pick<ListedUser, 'isEnabled'>
  readonly isLocked: boolean
}) {
  const state = user.isEnabled !== true ? 'disabled' : isLocked ? 'locked' : 'enabled'
  return <span className={`ww-state ${state}`}>{words.states[state]}</span>
}

/** The mark of a bot, beside its name. */
export function BotBadge({ user }: { readonly user: Pick<ListedUser, 'isApiUser'> }) {
  if (!isBot(user)) return null
  return <span className="ww-tag">{words.bot}</span>
}
