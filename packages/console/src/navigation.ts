import {
  IconDevices,
  IconHistory,
  IconHome,
  IconKey,
  IconPlugConnected,
  IconServer,
  IconSettings,
  IconSpeakerphone,
  IconUserQuestion,
  IconUsers,
} from '@tabler/icons-react'
import type { Me } from '@watchword/protocol/api/session.ts'
import { may } from '#api/rights.ts'
import { applicationMenu } from '#features/applications/menu.ts'
import { auditMenu } from '#features/audit/menu.ts'
import { campaignWords } from '#features/campaigns/messages.ts'
import { consumerMenu } from '#features/consumers/menu.ts'
import { dataSourceWords } from '#features/data-sources/messages.ts'
import { dataSourceRights } from '#features/data-sources/tabs.ts'
import { developerMenu } from '#features/developers/menu.ts'
import { directoryMenu } from '#features/directory/menu.ts'
import { homeWords } from '#features/home/messages.ts'
import { peopleMenu } from '#features/people/menu.ts'
import { sessionMenu } from '#features/sessions/menu.ts'
import { settingsMenu } from '#features/settings/menu.ts'
import { shellWords } from '#features/shell/messages.ts'
import { signingKeyMenu } from '#features/signing-keys/menu.ts'
import { userWords } from '#features/users/messages.ts'
import type { Destination } from './destination.ts'

const { groups } = shellWords

/** The menu, in its order. */
export const destinations: readonly Destination[] = [
  {
    to: '/',
    label: homeWords.title,
    icon: IconHome,
    group: groups.start,
    keywords: homeWords.keywords,
  },
  {
    to: '/campaigns',
    label: campaignWords.title,
    icon: IconSpeakerphone,
    group: groups.campaigns,
    right: 'campaigns:read',
    keywords: campaignWords.keywords,
  },
  {
    to: '/data-sources',
    label: dataSourceWords.title,
    icon: IconPlugConnected,
    group: groups.campaigns,
    right: dataSourceRights,
    keywords: dataSourceWords.keywords,
  },
  ...applicationMenu,
  {
    to: '/users',
    label: userWords.title,
    icon: IconUsers,
    group: groups.people,
    right: 'users:read',
    keywords: userWords.keywords,
  },
  ...peopleMenu,
  {
    to: '/consumers',
    label: consumerMenu.title,
    icon: IconUserQuestion,
    group: groups.people,
    right: 'consumers:read',
    keywords: consumerMenu.keywords,
  },
  {
    to: '/settings',
    label: settingsMenu.title,
    icon: IconSettings,
    group: groups.account,
    right: 'settings:write',
    keywords: settingsMenu.keywords,
  },
  {
    to: '/signing-keys',
    label: signingKeyMenu.title,
    icon: IconKey,
    group: groups.account,
    right: 'keys:write',
    keywords: signingKeyMenu.keywords,
  },
  {
    to: '/audit',
    label: auditMenu.title,
    icon: IconHistory,
    group: groups.account,
    right: 'audit:read',
    keywords: auditMenu.keywords,
  },
  {
    to: '/sessions',
    label: sessionMenu.title,
    icon: IconDevices,
    group: groups.account,
    keywords: sessionMenu.keywords,
  },
  {
    to: '/directory',
    label: directoryMenu.title,
    icon: IconServer,
    group: groups.account,
    right: 'directory:read',
    keywords: directoryMenu.keywords,
  },
  ...developerMenu,
]

/** What somebody finds in their menu. */
export function destinationsFor(me: Pick<Me, 'packages' | 'isAdministrator'>) {
  return destinations.filter(
    ({ right }) => right === undefined || [right].flat().some((one) => may(me, one)),
  )
}
