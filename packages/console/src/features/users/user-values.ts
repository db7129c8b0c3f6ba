import type { Profile } from '@watchword/protocol/api/profile.ts'
import { typedNumber } from '#ui/typed-number.ts'
import { type FullUser, rootGroupId } from './user-types.ts'
import { type UserBody, writableOf } from './writable.ts'

/** What the form of a user holds. Ids are texts, as choices want them. */
export type UserValues = {
  readonly loginName: string
  readonly fullName: string
  readonly nickname: string
  readonly email: string
  readonly isEnabled: boolean
  /** By role: at most one profile of each (contract 1 section 4.3). */
  readonly profiles: Readonly<Record<string, string | null>>
  readonly skills: string[]
  readonly lobs: string[]
  readonly memberOf: string | null
  readonly manages: string[]
  readonly maxChats: number | string
  readonly isBot: boolean
  readonly allowedAppKey: string | null
  readonly password: string
  readonly mustChange: boolean
  readonly description: string
  readonly mobileNumber: string
  readonly employeeId: string
}

/** The form's fields by the API's names, for the faults that it answers. */
export const formFieldOf: Readonly<Record<string, keyof UserValues>> = {
  ...{ loginName: 'loginName', fullName: 'fullName', nickname: 'nickname', email: 'email' },
  ...{ profileIds: 'profiles', skillIds: 'skills', lobIds: 'lobs', memberOf: 'memberOf' },
  ...{ managerOf: 'manages', maxChats: 'maxChats', allowedAppKeys: 'allowedAppKey' },
  ...{ passwordSh: 'password', description: 'description', mobileNumber: 'mobileNumber' },
  ...{ employeeId: 'employeeId' },
}

export const roleIds = { administrator: 1, agent: 2, agentManager: 3, campaignManager: 4 } as const

/** A form for somebody new. */
export const newValues: UserValues = {
  ...{ loginName: '', fullName: '', nickname: '', email: '', isEnabled: true },
  ...{ profiles: {}, skills: [], lobs: [], memberOf: `${rootGroupId}`, manages: [] },
  ...{ maxChats: 3, isBot: false, allowedAppKey: null, password: '', mustChange: true },
  ...{ description: '', mobileNumber: '', employeeId: '' },
}

/** The form of a user as they are. What the API hides stays empty, which leaves it as it is. */
export function valuesOf(user: FullUser, profiles: readonly Profile[]): UserValues {
  const roleOf = new Map(profiles.map(({ id, roleTypeId }) => [id, roleTypeId]))
  const texts = (ids: readonly number[] | undefined) => (ids ?? []).map(String)
  return {
    ...newValues,
    loginName: user.loginName,
    nickname: user.nickname ?? '',
    email: user.email ?? '',
    isEnabled: user.isEnabled ?? true,
    profiles: Object.fromEntries(
      (user.profileIds ?? []).map((id) => [`${roleOf.get(id) ?? `unknown ${id}`}`, `${id}`]),
    ),
    skills: texts(user.skillIds),
    lobs: texts(user.lobIds),
    memberOf: `${user.memberOf?.agentGroupId ?? rootGroupId}`,
    manages: texts((user.managerOf ?? []).map(({ agentGroupId }) => agentGroupId)),
    maxChats: user.maxChats ?? 0,
    isBot: user.isApiUser ?? false,
    allowedAppKey: user.allowedAppKeys ?? null,
    mustChange: user.changePwdNextLogin ?? false,
    description: user.description ?? '',
    mobileNumber: user.mobileNumber ?? '',
  }
}

/** Whether the profiles that were chosen are of a role. */
export function hasRole({ profiles }: Pick<UserValues, 'profiles'>, role: number): boolean {
  return (profiles[`${role}`] ?? null) !== null
}

/** The body that makes a user of a form, or that replaces one by it. */
export function bodyOf(values: UserValues, before: FullUser | undefined): UserBody {
  const isAgent = hasRole(values, roleIds.agent)
  const isManager = hasRole(values, roleIds.agentManager)
  const numbers = (ids: readonly string[]) => ids.map(Number)
  const profileIds = Object.values(values.profiles).flatMap((id) => (id === null ? [] : [+id]))
  const members: Partial<UserBody> = {
    fullName: values.fullName.trim(),
    nickname: values.nickname.trim(),
    email: values.email.trim(),
    isEnabled: values.isEnabled,
    profileIds,
    lobIds: numbers(values.lobs),
    skillIds: isAgent ? numbers(values.skills) : [],
    maxChats: isAgent ? Number(values.maxChats) : 0,
    ...(isAgent ? { memberOf: { agentGroupId: Number(values.memberOf ?? rootGroupId) } } : {}),
    managerOf: isManager ? numbers(values.manages).map((agentGroupId) => ({ agentGroupId })) : [],
    isApiUser: values.isBot,
    userTypeId: values.isBot ? 2 : 1,
    description: values.description,
    mobileNumber: values.mobileNumber.trim(),
    employeeId: values.employeeId.trim(),
    changePwdNextLogin: values.isBot ? false : values.mustChange,
    ...(values.isBot ? { allowedAppKeys: values.allowedAppKey ?? '' } : {}),
    ...(values.isBot || values.password === '' ? {} : { passwordSh: values.password }),
  }
  if (before === undefined) {
    const loginName = values.loginName.trim()
    // As the server shortens it: a login name may be longer than a full name.
    const fullName = values.fullName.trim() || loginName.slice(0, 100)
    const nickname = values.nickname.trim() || fullName.slice(0, 100)
    return { ...members, loginName, fullName, nickname } as UserBody
  }
  const body: Record<string, unknown> = { ...writableOf(before), ...members }
  if (!values.isBot) delete body['allowedAppKeys']
  if (!isAgent) delete body['memberOf']
  // What is left out is gone: an empty text would be kept as one.
  for (const name of ['description', 'mobileNumber']) if (body[name] === '') delete body[name]
  // Somebody of the system (0) stays so: nothing of the form says otherwise.
  if (values.isBot === (before.isApiUser ?? false)) body['userTypeId'] = before.userTypeId
  return body as UserBody
}

export type FormFault = 'required' | 'email' | 'profile' | 'key' | 'password' | 'maxChats'

/** What the form can tell before anybody is asked. The API tells the rest. */
export function faultsOfForm(
  values: UserValues,
  before: FullUser | undefined,
): Readonly<Partial<Record<keyof UserValues, FormFault>>> {
  const faults: Partial<Record<keyof UserValues, FormFault>> = {}
  if (before === undefined && values.loginName.trim() === '') faults.loginName = 'required'
  if (before !== undefined && values.nickname.trim() === '') faults.nickname = 'required'
  if (values.email.trim() !== '' && !/^[^\s@]+@[^\s@]+$/.test(values.email.trim())) {
    faults.email = 'email'
  }
  if (Object.values(values.profiles).every((id) => id === null)) faults.profiles = 'profile'
  // Nothing typed is no number of chats: the API would take it for 0.
  const chats = Number(typedNumber(values.maxChats) ?? Number.NaN)
  if (hasRole(values, roleIds.agent) && !(Number.isInteger(chats) && chats >= 0 && chats <= 1000)) {
    faults.maxChats = 'maxChats'
  }
  if (values.isBot && (values.allowedAppKey ?? '') === '') faults.allowedAppKey = 'key'
  const needsPassword = before === undefined || before.isApiUser === true
  if (needsPassword && !values.isBot && values.password === '') faults.password = 'password'
  return faults
}
