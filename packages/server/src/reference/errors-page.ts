import type { LostInteraction } from '#domain/authorization/interaction.ts'
import type { DomainErrorCode } from '#domain/errors.ts'
import { internalCodeOf, statusOf, transportCodes } from '#http/errors.ts'
import { idpErrorsSection } from './idp-errors-section.ts'

/** The text of `docs/reference/errors.md`. A new code does not compile until it is explained here. */
export function errorsPage(): string {
  const codes = Object.entries(explanations)
  return [
    introduction,
    '## Refusals',
    ...codes.map(([code, { meaning, advice }]) => section(code, meaning, advice)),
    '## Faults of the request itself',
    ...Object.entries(transport).map(
      ([code, { number, status, meaning, advice }]) =>
        `### ${code}\n\n\`internalCode\` ${number}, status ${status}\n\n${meaning} ${advice}`,
    ),
    ...idpErrorsSection(),
    '## Codes of the sign-in pages',
    pagesIntroduction,
    ...Object.entries(lostInteractions).map(
      ([reason, { meaning, advice }]) =>
        `### interaction_${reason}\n\nstatus 400\n\n${meaning} ${advice}`,
    ),
  ]
    .map((part) => part.trim())
    .join('\n\n')
    .concat('\n')
}

const pagesIntroduction = `
A page that cannot go on shows a code and the id of the request. It is one of the codes above, one of RFC 6749 and OpenID
Connect with a sentence for the developer, or one of these.
`

const lostInteractions: Readonly<Record<LostInteraction, Explanation>> = {
  unreadable: {
    meaning: 'The address of the page was cut off or changed, or is of another account.',
    advice: 'Go back to the application and sign in again.',
  },
  expired: {
    meaning: 'The page was open for more than 30 minutes.',
    advice: 'Go back to the application and sign in again.',
  },
  other_browser: {
    meaning:
      'The page was opened in another browser than the one that the sign-in began in, or the browser keeps no cookies.',
    advice: 'Go back to the application, in one browser that keeps cookies, and sign in again.',
  },
}

type Explanation = { readonly meaning: string; readonly advice: string }

function section(code: string, meaning: string, advice: string): string {
  const status = lookUp(statusOf, code)
  const number = lookUp(internalCodeOf, code)
  return `### ${code}\n\n\`internalCode\` ${number}, status ${status}\n\n${meaning} ${advice}`
}

function lookUp(table: Readonly<Record<string, number>>, code: string): number | undefined {
  return table[code]
}

const introduction = `
# Errors

Every refusal carries a number that stays, \`internalCode\`, a message that says what to do next, and in the
header \`X-Request-ID\` the id by which the operator finds the request in the log. Look at the number, not at
the words: they may get better.

Login, the configuration APIs and our own APIs answer

\`\`\`json
{"error":{"time":"Sep 22, 2016 4:10:15 PM","message":"…","internalCode":2,"responseStatus":"BAD_REQUEST","fields":["body.name: is required"]}}
\`\`\`

\`fields\` is there when members of the request are at fault, and then names every one of them. The Domain API
answers without the envelope, with the time in milliseconds: \`{"time":1758557415000,"message":"…","internalCode":6}\`.

Several codes share a number where a caller would do the same, or where telling them apart would help a
stranger. The audit trail of the account has the true reason.
`

const explanations: Readonly<Record<DomainErrorCode, Explanation>> = {
  bad_request: {
    meaning:
      'The request could not be understood: a body that is not JSON, or a parameter of the wrong form.',
    advice: 'The message says which part. Change it; the same request will be refused again.',
  },
  validation_failed: {
    meaning: 'The request was understood, but members of it are not allowed as they are.',
    advice:
      '`fields` names every one of them, each as `path: reason`. In a list the path begins with the index of the item; nothing of the list was written.',
  },
  unauthenticated: {
    meaning: 'The operation needs a credential, and none was sent.',
    advice:
      'Log in, and send `Authorization: Bearer …`. The API reference names the credentials of each operation.',
  },
  invalid_bearer: {
    meaning:
      'The bearer is unknown, has expired, was ended, or belongs to somebody who may no longer act.',
    advice: 'Log in again. If a new bearer is refused too, ask an administrator of the account.',
  },
  invalid_credentials: {
    meaning:
      'The login was refused. A wrong password, an unknown user, a disabled or locked one, and an address outside the allowed ones are answered alike, so that nobody learns which names exist.',
    advice:
      'Check account, login name and password. An administrator finds the reason in the audit trail. A locked name is free again after the time that the login policy sets.',
  },
  csrf_mismatch: {
    meaning:
      'The session cookie was sent without the `csrf` value of the login that set it, or there was no cookie.',
    advice: 'Send the `csrf` of the login answer in the body, together with its cookie.',
  },
  password_expired: {
    meaning: 'The password is right, but too old for the login policy of the account.',
    advice: 'Set a new one at `changePasswordUrl`, then log in with it.',
  },
  password_must_change: {
    meaning: 'The password is right, but was set by somebody else and must be changed first.',
    advice: 'Set a new one at `changePasswordUrl`, then log in with it.',
  },
  account_suspended: {
    meaning: 'The operator of this server has suspended the account.',
    advice: 'Ask the operator.',
  },
  user_blocked: {
    meaning:
      'The operator of this server has blocked the user. It is only told after the right password.',
    advice: 'Ask the operator.',
  },
  forbidden: {
    meaning: 'The caller is known, but their profiles do not allow this.',
    advice: 'The message says what is needed. An administrator of the account can grant it.',
  },
  not_found: {
    meaning:
      'There is no such thing in this account. A thing of another account is answered in the same way.',
    advice:
      'Check the ids in the path. A deleted object is found with `include_deleted=true`, where that is offered.',
  },
  unknown_account: {
    meaning: 'The Domain API does not know the account.',
    advice: 'Check the account id.',
  },
  unknown_service: {
    meaning: 'The Domain API does not list this service for the account.',
    advice: 'The message names those it lists. Case counts.',
  },
  media_type: {
    meaning: 'The body is not of a type that the operation takes.',
    advice: 'Send JSON, and say so: `Content-Type: application/json`.',
  },
  misdirected: {
    meaning:
      'The request is signed for a host that is not one of ours, so it was meant for somebody else.',
    advice:
      'Use a host that the Domain API names. The operator adds others with `WATCHWORD_ALLOWED_HOSTS`.',
  },
  name_taken: {
    meaning:
      'Another object of the account has this name. Upper and lower case make no difference.',
    advice: '`fields` names the member. Choose another name, or change the object that has it.',
  },
  in_use: {
    meaning: 'Other objects refer to this one, or it is the last of a kind that must not run out.',
    advice: 'The message says what stands in the way. Change that first.',
  },
  limit_reached: {
    meaning: 'The account has as many of these as it may have.',
    advice: 'Delete some that are no longer needed.',
  },
  stale_revision: {
    meaning:
      'Somebody changed the data after it was read: `If-Match` names a revision that is past.',
    advice: 'Read it again, make the change to what is there now, and send the new revision.',
  },
  too_many_requests: {
    meaning: 'A limit on requests, logins or work under way is reached.',
    advice: 'Wait as many seconds as `Retry-After` says. What was refused does not count.',
  },
  unavailable: {
    meaning: 'The server cannot do this now; mostly its database does not answer.',
    advice: 'Try again after a short while. `/health/ready` tells the operator what is the matter.',
  },
}

type Fault = Explanation & { readonly number: number; readonly status: string }

const transport: Readonly<Record<keyof typeof transportCodes, Fault>> = {
  badRequest: {
    number: transportCodes.badRequest,
    status: '400, 408, 414 or 431',
    meaning:
      'The request is not HTTP as this server speaks it: a path that cannot be decoded or is too long, headers that are too long, or a request that arrives too slowly.',
    advice: 'Look at the client and at what lies between: no operation needs any of this.',
  },
  unknownPath: {
    number: transportCodes.unknownPath,
    status: '404',
    meaning: 'There is no operation of this method at this path.',
    advice:
      '`/docs` and `/openapi.json` list every operation. Paths are case-sensitive, and have no slash at the end.',
  },
  tooLarge: {
    number: transportCodes.tooLarge,
    status: '413',
    meaning: 'The body is larger than the operation takes.',
    advice: 'Send lists in several parts.',
  },
  mediaType: {
    number: transportCodes.mediaType,
    status: '415',
    meaning: 'The body is not of a type that the operation takes.',
    advice: 'Send JSON, and say so: `Content-Type: application/json`.',
  },
  ours: {
    number: transportCodes.ours,
    status: '500',
    meaning: 'Something went wrong in the server. It is not the fault of the request.',
    advice: 'Tell the operator the request id: the log has the reason under it.',
  },
}
