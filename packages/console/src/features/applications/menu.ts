import { IconApps, IconLockOpen2, IconRocket, IconUserCheck } from '@tabler/icons-react'
import { shellWords } from '#features/shell/messages.ts'
import type { Destination } from '../../destination.ts'
import { applicationTitles as titles } from './titles.ts'

const group = shellWords.groups.applications

/** These pages in the menu: what everybody has is the last. */
export const applicationMenu: readonly Destination[] = [
  {
    to: '/applications',
    label: titles.applications,
    icon: IconApps,
    group,
    right: 'applications:read',
    keywords: titles.applicationsKeywords,
  },
  {
    to: '/grants',
    label: titles.grants,
    icon: IconUserCheck,
    group,
    right: 'applications:read',
    keywords: titles.grantsKeywords,
  },
  {
    to: '/quick-launch',
    label: titles.menu,
    icon: IconRocket,
    group,
    keywords: titles.menuKeywords,
  },
  {
    to: '/allowed',
    label: titles.allowedShort,
    icon: IconLockOpen2,
    group,
    keywords: titles.allowedKeywords,
  },
]
