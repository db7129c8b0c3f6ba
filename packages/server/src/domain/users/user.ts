import type { StandardClaims } from '@watchword/protocol/api/standard-claims.ts'

/** A person or bot of an account (contract 1 §4.3). Times are milliseconds since 1970. */
export type User = {
  readonly id: number
  readonly pid: string
  readonly deleted: boolean
  readonly loginName: string
  /** Personal: the compatible API answers it empty. */
  readonly fullName: string
  readonly nickname: string
  readonly email: string
  readonly isEnabled: boolean
  readonly disabledManually: boolean
  readonly maxChats: number
  readonly maxAsyncChats: number | null
  readonly skillIds: readonly number[]
  readonly profileIds: readonly number[]
  readonly lobIds: readonly number[]
  readonly memberOf: GroupAssignment | undefined
  readonly managerOf: readonly GroupAssignment[]
  readonly permissionGroups: readonly number[]
  readonly changePwdNextLogin: boolean
  readonly lastPwdChangeDate: number | undefined
  readonly dateCreated: number
  readonly dateUpdated: number
  readonly pictureId: string | undefined
  readonly pictureUrl: string | undefined
  readonly description: string | undefined
  readonly mobileNumber: string | undefined
  /** Personal: the compatible API answers it empty. */
  readonly employeeId: string | undefined
  readonly backgndImgUri: string | undefined
  readonly pnCertName: string | undefined
  readonly isApiUser: boolean
  /** 0 system, 1 human, 2 bot. */
  readonly userTypeId: number
  /** The key id (or application id) that an API user logs in with. */
  readonly allowedAppKeys: string | undefined
  readonly lpaCreatedUser: boolean
  readonly uid: number | undefined
  /** Blocked by the operator: 451 after a correct password. */
  readonly blocked: boolean
  /** Ours: what applications are told beside the members above (OpenID Connect Core section 5.1). */
  readonly standardClaims?: StandardClaims
}

/** Where an agent works, or what a manager manages. */
export type GroupAssignment = { readonly agentGroupId: number; readonly assignmentDate: number }
