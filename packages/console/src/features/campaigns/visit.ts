import type { PreviewBody } from '@watchword/protocol/api/campaign-preview.ts'

/** What the preview's form holds. */
export type Visit = {
  readonly who: 'anonymous' | 'known'
  readonly issuer: string
  readonly place: string
  readonly language: string
  readonly channel: '' | '1' | '2'
}

export const firstVisit: Visit = {
  ...{ who: 'anonymous', issuer: '', place: '', language: '', channel: '' },
}

/** As a page would tell it: what is left empty is not told. */
export function bodyOfVisit({ who, issuer, place, language, channel }: Visit): PreviewBody {
  const iss = issuer.trim()
  return {
    identities: who === 'known' ? [{ acr: 'loa1', ...(iss === '' ? {} : { iss }) }] : [],
    ...(place.trim() === '' ? {} : { entryPoints: [place.trim()] }),
    ...(language.trim() === '' ? {} : { language: language.trim() }),
    ...(channel === '' ? {} : { channel: channel === '1' ? 1 : 2 }),
  }
}
