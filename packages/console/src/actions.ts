import {
  type Icon,
  IconApps,
  IconBook2,
  IconBug,
  IconKey,
  IconPlugConnected,
  IconRoute,
  IconSignature,
  IconSpeakerphone,
  IconUserPlus,
} from '@tabler/icons-react'
import type { Me } from '@watchword/protocol/api/session.ts'
import { may, type Right } from '#api/rights.ts'
import { actionWords as words } from '#features/shell/action-words.ts'

/** Something to do, as the command palette offers it: a page that is not in the menu. */
export type Action = {
  /** Below `/console/{accountId}`; or, as `href`, on this server. */
  readonly to?: string
  readonly href?: string
  readonly label: string
  readonly icon: Icon
  readonly keywords: string
  /** Without it, the action is not there. */
  readonly right?: Right
}

const actions: readonly Action[] = [
  {
    ...{ to: '/users/new', label: words.createUser, icon: IconUserPlus },
    ...{ right: 'users:write', keywords: words.createUserWords },
  },
  {
    ...{ to: '/data-sources/api-keys/new', label: words.createKey, icon: IconKey },
    ...{ right: 'apiKeys:write', keywords: words.createKeyWords },
  },
  {
    ...{ to: '/applications/install', label: words.installApplication, icon: IconApps },
    ...{ right: 'applications:write', keywords: words.installApplicationWords },
  },
  {
    ...{ to: '/data-sources/connectors/new', label: words.addConnector, icon: IconPlugConnected },
    ...{ right: 'connectors:write', keywords: words.addConnectorWords },
  },
  {
    ...{ to: '/campaigns/new', label: words.createCampaign, icon: IconSpeakerphone },
    ...{ right: 'campaigns:write', keywords: words.createCampaignWords },
  },
  {
    ...{ to: '/data-sources/connectors/debugger', label: words.explain, icon: IconBug },
    ...{ right: 'explain', keywords: words.explainWords },
  },
  {
    ...{ to: '/data-sources/api-keys/explain', label: words.explainKey, icon: IconSignature },
    ...{ right: 'apiKeys:read', keywords: words.explainKeyWords },
  },
  {
    ...{ to: '/developers/flows', label: words.runFlow, icon: IconRoute },
    keywords: words.runFlowWords,
  },
  { href: '/docs', label: words.reference, icon: IconBook2, keywords: words.referenceWords },
]

/** What somebody may do by the command palette. */
export function actionsFor(me: Pick<Me, 'packages' | 'isAdministrator'>): readonly Action[] {
  return actions.filter(({ right }) => right === undefined || may(me, right))
}
