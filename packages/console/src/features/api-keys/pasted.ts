import { Problem } from '#api/problem.ts'

/** What somebody pastes of a request that was refused. */
export type Pasted = {
  method: string
  url: string
  authorization: string
  formBody: string
  claimed: string
}

export const nothingPasted: Pasted = {
  ...{ method: 'GET', url: '', authorization: '', formBody: '', claimed: '' },
}

/** What is sent to the explainer. A pasted header may begin with its name, as it stands in a log. */
export function explainBodyOf(pasted: Pasted) {
  const { method, formBody } = pasted
  const authorization = pasted.authorization.trim().replace(/^authorization\s*:\s*/i, '')
  const claimed = pasted.claimed.trim()
  const form = 'application/x-www-form-urlencoded'
  return {
    request: {
      ...{ method, url: pasted.url.trim() },
      headers: {
        ...(authorization === '' ? {} : { authorization }),
        ...(formBody === '' ? {} : { 'content-type': form }),
      },
      ...(formBody === '' ? {} : { formBody }),
    },
    ...(claimed === '' ? {} : { claimedBaseString: claimed }),
  }
}

const fieldsOf: Readonly<Record<string, keyof Pasted>> = {
  'request.method': 'method',
  'request.url': 'url',
  'request.headers.authorization': 'authorization',
  'request.formBody': 'formBody',
  claimedBaseString: 'claimed',
}

/** What the explainer said of fields, and what belongs to none of them. */
export function faultsOfPasted(fault: unknown): {
  readonly byField: Readonly<Partial<Record<keyof Pasted, string>>>
  readonly rest: unknown
} {
  if (!(fault instanceof Problem)) return { byField: {}, rest: fault }
  const byField: Partial<Record<keyof Pasted, string>> = {}
  let isWhole = fault.fields.length > 0
  for (const { path, reason } of fault.fields) {
    const field = Object.hasOwn(fieldsOf, path) ? fieldsOf[path] : undefined
    if (field === undefined) isWhole = false
    else byField[field] ??= reason
  }
  return { byField, rest: isWhole ? undefined : fault }
}

/** The path of an address, for lists; what is none is shown whole. */
export function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url
}
