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

A step-up has words of its own in \`error\`: \`step_up_from\` (the anonymous token that was sent along is not good: 2002 not ours, 2004
another account's, 1012 expired, 1049 revoked or stepped up from before, 9012 of somebody who is known), and, both 9012 with status 409,
\`step_up_refused\` (the consumer was here before, and the account joins no anonymous conversation to theirs) and \`step_up_choice\` (the
consumer is to be asked: repeat with one of \`choices\` as \`merge\`). See [consumers](../guide/consumers.md).
`
