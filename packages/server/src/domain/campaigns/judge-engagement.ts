import {
  entryPointMatcher,
  languageOfEntryPoint,
} from '@watchword/protocol/engagements/entry-point.ts'
import { matchesLanguage } from '@watchword/protocol/engagements/language.ts'
import type { Connector } from '#domain/connectors/connector.ts'
import type { Campaign } from './campaign.ts'
import type { EngagementTarget } from './engagement.ts'

/** Who is there, and where, as a page or an app tells it (contract 3 section 10.1). A hint, never a proof. */
export type Visit = {
  readonly identities: readonly { readonly iss?: string | undefined; readonly acr: '0' | 'loa1' }[]
  readonly entryPoints: readonly string[]
  /** `undefined`: as an entry point tells it, or every language. */
  readonly language: string | undefined
  /** `undefined`: every channel. */
  readonly channel: EngagementTarget['channel'] | undefined
  readonly now: number
  /** Whether the account lets in consumers whom nobody vouches for. */
  readonly allowsAnonymous: boolean
}

/** An engagement with its campaign, and the connector by which consumers come in. */
export type Candidate = {
  readonly campaign: Campaign
  readonly engagement: EngagementTarget
  readonly connector: Pick<Connector, 'id' | 'name' | 'configuration'> | undefined
}

/** Why an engagement is not shown. */
export type MismatchRule =
  | 'campaign_draft'
  | 'campaign_not_begun'
  | 'campaign_over'
  | 'disabled'
  | 'needs_identity'
  | 'for_anonymous'
  | 'other_issuer'
  | 'anonymous_off'
  | 'other_channel'
  | 'other_language'
  | 'other_place'
  | 'outweighed'

/** One reason, and what would change it. */
export type Mismatch = { readonly rule: MismatchRule; readonly message: string }

/** A candidate, and every reason for which it is not shown to this visit. None: it is eligible. */
export type Judged = { readonly candidate: Candidate; readonly reasons: readonly Mismatch[] }

/** Whether the page tells of somebody whom the brand vouches for: then nobody's identity beside it counts for nothing. */
export function isAuthenticated({ identities }: Pick<Visit, 'identities'>): boolean {
  return identities.some(({ acr }) => acr === 'loa1')
}

/** The language of a visit. */
export function languageOf({
  language,
  entryPoints,
}: Pick<Visit, 'language' | 'entryPoints'>): string | undefined {
  return language ?? entryPoints.map(languageOfEntryPoint).find((told) => told !== undefined)
}

/**
 * Which engagements are for a visit (contract 3 section 11, the selection rule): an identity with acr `loa1` gets authenticated
 * ones, everybody else unauthenticated ones, of what is published, enabled, in time and in place. A pure function of what is
 * kept and what is told.
 */
export function createEngagementJudge(visit: Visit): (candidate: Candidate) => Judged {
  const isHere = entryPointMatcher(visit.entryPoints)
  const language = languageOf(visit)
  return (candidate) => ({
    candidate,
    reasons: [
      ...judgeTime(candidate, visit.now),
      ...judgeIdentity(candidate, visit),
      ...judgePlace(candidate.engagement, { isHere, language, channel: visit.channel }),
    ],
  })
}

function judgeTime({ campaign, engagement }: Candidate, now: number): readonly Mismatch[] {
  const { isPublished, startsAt, endsAt } = campaign
  const reasons: Mismatch[] = []
  if (!isPublished) {
    reasons.push(because('campaign_draft', 'The campaign is a draft: publish it (status 1).'))
  }
  if (startsAt !== undefined && now < startsAt) {
    const at = new Date(startsAt).toISOString()
    reasons.push(because('campaign_not_begun', `The campaign begins at ${at} (startDate).`))
  }
  if (endsAt !== undefined && now >= endsAt) {
    const at = new Date(endsAt).toISOString()
    reasons.push(because('campaign_over', `The campaign ended at ${at} (expirationDate).`))
  }
  if (!engagement.enabled) {
    reasons.push(because('disabled', 'The engagement is switched off (enabled).'))
  }
  return reasons
}

function judgeIdentity(candidate: Candidate, visit: Visit): readonly Mismatch[] {
  const { engagement, connector } = candidate
  const known = visit.identities.filter(({ acr }) => acr === 'loa1')
  if (engagement.allowUnauthMsg) {
    if (known.length > 0) {
      const message =
        'It is for consumers whom nobody vouches for (allowUnauthMsg), and the page tells an identity with acr loa1.'
      return [because('for_anonymous', message)]
    }
    if (visit.allowsAnonymous) return []
    const message = 'The account lets in no anonymous consumers (settings.consumers.anonymous).'
    return [because('anonymous_off', message)]
  }
  if (known.length === 0) {
    const message =
      'It is for consumers whom the brand vouches for, and the page tells no identity with acr loa1 (lpTag.identities).'
    return [because('needs_identity', message)]
  }
  const issuer = connector?.configuration.issuer
  // An identity without an issuer may be of any.
  if (known.some(({ iss }) => iss === undefined || iss === issuer)) return []
  const which = `Its connector ${connector?.id} “${connector?.name}” is for the issuer ${issuer}`
  const message = `${which}, and the identity has another iss. They are compared character by character.`
  return [because('other_issuer', message)]
}

type Here = {
  readonly isHere: (named: string) => boolean
  readonly language: string | undefined
  readonly channel: EngagementTarget['channel'] | undefined
}

function judgePlace(engagement: EngagementTarget, here: Here): readonly Mismatch[] {
  const reasons: Mismatch[] = []
  if (here.channel !== undefined && here.channel !== engagement.channel) {
    const told = `It is for channel ${engagement.channel}, and the visit is on ${here.channel}`
    reasons.push(because('other_channel', `${told} (1 web, 2 mobile app).`))
  }
  const { language, entryPoints } = engagement
  if (
    language !== undefined &&
    here.language !== undefined &&
    !matchesLanguage(language, here.language)
  ) {
    reasons.push(because('other_language', `It is for the language ${language}.`))
  }
  if (entryPoints.length > 0 && !entryPoints.some(here.isHere)) {
    const named = entryPoints.slice(0, 3).join(', ')
    const more = entryPoints.length > 3 ? ', …' : ''
    reasons.push(because('other_place', `It is for the entry points ${named}${more} alone.`))
  }
  return reasons
}

/** What a visit is shown, and what became of all others. */
export type Selection = {
  readonly shown: Candidate | undefined
  /** With reasons each; those that fit and are outweighed have that one alone. */
  readonly others: readonly Judged[]
}

/** Of those that fit, the heaviest is shown; of equals, the oldest. */
export function selectEngagement(candidates: readonly Candidate[], visit: Visit): Selection {
  const judged = candidates.map(createEngagementJudge(visit))
  const fitting = judged
    .flatMap(({ candidate, reasons }) => (reasons.length === 0 ? [candidate] : []))
    .toSorted((a, b) => compareWeight(a.engagement, b.engagement))
  const [shown, ...outweighed] = fitting
  const beaten = outweighed.map((candidate) => ({
    candidate,
    reasons: shown === undefined ? [] : [outweighedBy(shown, candidate)],
  }))
  const unfit = judged
    .filter(({ reasons }) => reasons.length > 0)
    .toSorted((a, b) => a.reasons.length - b.reasons.length)
  return { shown, others: [...beaten, ...unfit] }
}

function compareWeight(a: EngagementTarget, b: EngagementTarget): number {
  return b.weight - a.weight || a.id - b.id
}

function outweighedBy(shown: Candidate, candidate: Candidate): Mismatch {
  const [heavier, lighter] = [shown.engagement, candidate.engagement]
  const which = `engagement ${heavier.id} “${heavier.name}”`
  const message =
    heavier.weight > lighter.weight
      ? `It fits, but ${which} has more weight: ${heavier.weight} to ${lighter.weight}.`
      : `It fits, but ${which} has as much weight and is older.`
  return because('outweighed', message)
}

function because(rule: MismatchRule, message: string): Mismatch {
  return { rule, message }
}
