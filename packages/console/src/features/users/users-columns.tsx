import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import type { Column } from '#ui/table-types.ts'
import { tellerOf } from './conflict.ts'
import { userWords } from './messages.ts'
import { BotBadge, StateBadge } from './state-badge.tsx'
import { type Directory, type ListedUser, momentOf } from './user-types.ts'

const words = userWords.columns

/** The columns of the list of users, with names in the place of ids. */
export function userColumns(
  directory: Directory,
  locked: ReadonlySet<number>,
): readonly Column<ListedUser>[] {
  const tell = tellerOf(directory, '')
  const stateOf = ({ id, isEnabled }: ListedUser) => {
    if (isEnabled !== true) return userWords.states.disabled
    return locked.has(id) ? userWords.states.locked : userWords.states.enabled
  }
  return [
    {
      key: 'loginName',
      title: words.loginName,
      text: ({ loginName }) => loginName,
      show: (user) => (
        <span className="ww-cell-name">
          <AccountLink to={`/users/${user.id}`}>{user.loginName}</AccountLink>
          <BotBadge user={user} />
        </span>
      ),
      width: 'minmax(9rem, 2.4fr)',
    },
    {
      key: 'nickname',
      title: words.nickname,
      text: ({ nickname = '' }) => nickname,
      width: 'minmax(6rem, 1.2fr)',
      wide: true,
    },
    {
      key: 'state',
      title: words.state,
      text: stateOf,
      show: (user) => <StateBadge user={user} isLocked={locked.has(user.id)} />,
      width: '6rem',
    },
    {
      key: 'profiles',
      title: words.profiles,
      text: ({ profileIds }) => tell('profileIds', profileIds),
      width: 'minmax(7rem, 1.6fr)',
      wide: true,
    },
    {
      key: 'group',
      title: words.group,
      text: ({ memberOf }) => tell('memberOf', memberOf),
      width: 'minmax(6rem, 1.2fr)',
      wide: true,
    },
    {
      key: 'email',
      title: words.email,
      text: ({ email = '' }) => email,
      width: 'minmax(8rem, 2fr)',
      wide: true,
    },
    {
      key: 'skills',
      title: words.skills,
      text: ({ skillIds }) => tell('skillIds', skillIds),
      width: 'minmax(6rem, 1.2fr)',
      wide: true,
      hidden: true,
    },
    {
      key: 'maxChats',
      title: words.maxChats,
      text: ({ maxChats = 0 }) => maxChats,
      width: '6rem',
      wide: true,
      hidden: true,
    },
    {
      key: 'dateUpdated',
      title: words.dateUpdated,
      text: ({ dateUpdated = '' }) => dateUpdated,
      show: ({ dateUpdated }) => <Moment at={momentOf(dateUpdated)} />,
      width: '8rem',
      wide: true,
      hidden: true,
    },
  ]
}
