import { IconApi, IconRoute, IconTerminal2 } from '@tabler/icons-react'
import { shellWords } from '#features/shell/messages.ts'
import { developerWords as words } from './messages.ts'

const group = shellWords.groups.developers

/** What programs need, for everybody: none of it is secret, and none of it shows more than the API does. */
export const developerMenu = [
  {
    ...{ to: '/developers', label: words.endpoints, icon: IconApi, group },
    keywords: words.endpointsKeywords,
  },
  {
    ...{ to: '/developers/calls', label: words.calls, icon: IconTerminal2, group },
    keywords: words.callsKeywords,
  },
  {
    ...{ to: '/developers/flows', label: words.flows, icon: IconRoute, group },
    keywords: words.flowsKeywords,
  },
] as const
