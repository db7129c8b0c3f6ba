import type { ConfigReader, ConfigWriter, Reads, Writes } from '#storage/port.ts'
import type { AgentGroup } from './agent-group.ts'
import type { Lob } from './lob.ts'
import type { Profile } from './profile.ts'
import type { Skill } from './skill.ts'
import type { User } from './user.ts'

/** What users, profiles, skills, agent groups and LOBs have in common. */
export type ConfigObject = {
  readonly id: number
  readonly deleted: boolean
  readonly dateUpdated: number
}

/** The five kinds of configuration objects, by the name of their store. */
export type ConfigObjects = {
  readonly users: User
  readonly profiles: Profile
  readonly skills: Skill
  readonly agentGroups: AgentGroup
  readonly lobs: Lob
}

/** One kind: how it is kept, named and counted. */
export type ConfigKind<T extends ConfigObject> = {
  readonly store: keyof ConfigObjects
  /** Its component code in the audit trail (contract 1 §6). */
  readonly objectType: string
  /** What one of them is called in a message. */
  readonly noun: string
  /** The member that must be unique among the living. */
  readonly nameField: 'name' | 'loginName'
  /** How many live ones an account may have. */
  readonly limit: number
  nameOf(object: T): string
  readerOf(reads: Reads | Writes): ConfigReader<T>
  writerOf(writes: Writes): ConfigWriter<T>
}

/** Users: contract 1 §4.6 has the limit. The others have ours. */
export const userKind: ConfigKind<User> = {
  store: 'users',
  objectType: 'ACUserObject',
  noun: 'user',
  nameField: 'loginName',
  limit: 18_000,
  nameOf: (user) => user.loginName,
  readerOf: (reads) => reads.users,
  writerOf: (writes) => writes.users,
}

/** Profiles. */
export const profileKind: ConfigKind<Profile> = {
  store: 'profiles',
  objectType: 'ACProfileObject',
  noun: 'profile',
  nameField: 'name',
  limit: 1000,
  nameOf: (profile) => profile.name,
  readerOf: (reads) => reads.profiles,
  writerOf: (writes) => writes.profiles,
}

/** Skills. */
export const skillKind: ConfigKind<Skill> = {
  store: 'skills',
  objectType: 'ACSkillObject',
  noun: 'skill',
  nameField: 'name',
  limit: 10_000,
  nameOf: (skill) => skill.name,
  readerOf: (reads) => reads.skills,
  writerOf: (writes) => writes.skills,
}

/** Agent groups. */
export const agentGroupKind: ConfigKind<AgentGroup> = {
  store: 'agentGroups',
  objectType: 'ACAgentGroupObject',
  noun: 'agent group',
  nameField: 'name',
  limit: 10_000,
  nameOf: (group) => group.name,
  readerOf: (reads) => reads.agentGroups,
  writerOf: (writes) => writes.agentGroups,
}

/** Lines of business. */
export const lobKind: ConfigKind<Lob> = {
  store: 'lobs',
  objectType: 'ACLobObject',
  noun: 'line of business',
  nameField: 'name',
  limit: 1000,
  nameOf: (lob) => lob.name,
  readerOf: (reads) => reads.lobs,
  writerOf: (writes) => writes.lobs,
}
