import type { ClaimsSource } from '@watchword/protocol/oidc/userinfo.ts'
import type { User } from '#domain/users/user.ts'

/** What the standard claims of a user are made of. */
export function claimsSourceOf(user: User): ClaimsSource {
  const { loginName, fullName, nickname, email, pictureUrl, mobileNumber, standardClaims } = user
  return {
    sub: String(user.id),
    ...{ loginName, fullName, nickname, email, pictureUrl, mobileNumber },
    updatedAt: Math.floor(user.dateUpdated / 1000),
    standardClaims,
  }
}
