import { IconBriefcase, IconIdBadge2, IconSitemap, IconStars } from '@tabler/icons-react'
import { groupWords } from '#features/agent-groups/messages.ts'
import { lobWords } from '#features/lobs/messages.ts'
import { profileMenuWords } from '#features/profiles/messages.ts'
import { shellWords } from '#features/shell/messages.ts'
import { skillWords } from '#features/skills/messages.ts'
import type { Destination } from '../../destination.ts'

const group = shellWords.groups.people

/** What users are given and put into: in the menu after them. */
export const peopleMenu: readonly Destination[] = [
  {
    ...{ to: '/profiles', group, right: 'profiles:write', icon: IconIdBadge2 },
    ...{ label: profileMenuWords.title, keywords: profileMenuWords.keywords },
  },
  {
    ...{ to: '/skills', group, right: 'skills:write', icon: IconStars },
    ...{ label: skillWords.title, keywords: skillWords.keywords },
  },
  {
    ...{ to: '/agent-groups', group, right: 'agentGroups:write', icon: IconSitemap },
    ...{ label: groupWords.title, keywords: groupWords.keywords },
  },
  {
    ...{ to: '/lobs', group, right: 'lobs:write', icon: IconBriefcase },
    ...{ label: lobWords.title, keywords: lobWords.keywords },
  },
]
