import { idpAdvice } from '@watchword/protocol/consumers/idp-advice.ts'
import {
  brandServerFaultStatus,
  type IdpErrorCode,
  idpErrors,
  neverSentIdpErrors,
} from '@watchword/protocol/consumers/idp-errors.ts'

/** The codes of `internalErrorCode`: those that are sent, with what to do, and those that never are. */
export function idpErrorsSection(): readonly string[] {
  const codes = Object.keys(idpErrors) as IdpErrorCode[]
  const never = Object.entries(neverSentIdpErrors).map(
    ([code, { name, reason }]) => `| ${code} | \`${name}\` | ${reason} |`,
  )
  return [
    introduction,
    ...codes.map(describe),
    '### Codes of the reference that are never sent',
    ['| code | name | because |', '|---|---|---|', ...never].join('\n'),
  ]
}

function describe(code: IdpErrorCode): string {
  const { name, status, description } = idpErrors[code]
  const statuses =
    code === '9011' ? `${status}, or ${brandServerFaultStatus} when its server failed` : status
  return `### ${code}\n\n\`${name}\`, status ${statuses}\n\n${description} ${idpAdvice[code]}`
}

const introduction = `
## Codes of the consumer identity provider

Whoever lets consumers in answers a refusal as

\`\`\`json
{"internalErrorCode":"9007","error":"aud","error_description":"…","request_id":"…"}
\`\`\`

\`error\` is the first rule of the id_token that failed, else the name of the code. An administrator gets every rule, the value and
what to change by the \`request_id\`: see [the debugger](../guide/consumer-debugger.md). An account may ask for the reference's own
status, which is 500 for all of them.
`
