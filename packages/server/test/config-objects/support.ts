import assert from 'node:assert/strict'
import { call, type SeededAccount, type TestServer } from '../support/test-server.ts'

/** Where a kind of object lives in an account. */
export const pathOf = (accountId: string, kind: string) =>
  `/api/account/${accountId}/configuration/le-users/${kind}`

/** A wire object, looked at by its members. */
export type Wire = Readonly<Record<string, unknown>> & { readonly id: number }

export type Answer = Awaited<ReturnType<typeof call>>

/** The answer's object. */
export function wireOf(answer: Answer): Wire {
  assert.ok(typeof answer.body === 'object' && answer.body !== null, answer.text)
  return answer.body as Wire
}

/** The answer's list. */
export function wiresOf(answer: Answer): readonly Wire[] {
  assert.ok(Array.isArray(answer.body), answer.text)
  return answer.body as readonly Wire[]
}

/** `fields` of a refusal. */
export function fieldsOf(answer: Answer): readonly string[] {
  const { error } = answer.body as { readonly error: { readonly fields?: readonly string[] } }
  return error.fields ?? []
}

export function revisionOf(answer: Answer): number {
  const text = answer.headers.get('ac-revision')
  assert.match(text ?? '', /^\d+$/)
  assert.equal(answer.headers.get('etag'), `"${text}"`)
  return Number(text)
}

/** A refusal without what differs from call to call. */
export function plain(answer: Answer): unknown {
  const { error } = answer.body as { readonly error: Readonly<Record<string, unknown>> }
  return { status: answer.status, ...error, time: '' }
}

export const password = 'correct horse battery staple'

/** A body that makes a user. */
export function userBody(account: SeededAccount, name: string, rest: object = {}): object {
  return {
    loginName: name,
    fullName: `Full ${name}`,
    nickname: name,
    email: 'someone@example.com',
    profileIds: [account.profileIds.agent],
    passwordSh: password,
    ...rest,
  }
}

/** One kind of object, as the tests of the seven methods need it. */
export type Kind = {
  readonly path: string
  readonly nameField: string
  create(account: SeededAccount, name: string): object
  /** The object as read, with another member changed. */
  change(wire: Wire): object
  readonly changed: string
  /** Whether everybody may read them. */
  readonly open: boolean
}

export const kinds: readonly Kind[] = [
  {
    path: 'users',
    nameField: 'loginName',
    create: userBody,
    change: (wire) => ({ ...wire, nickname: 'changed' }),
    changed: 'nickname',
    open: false,
  },
  {
    path: 'profiles',
    nameField: 'name',
    create: (_account, name) => ({ name, roleTypeId: 2 }),
    change: (wire) => ({ ...wire, description: 'changed' }),
    changed: 'description',
    open: true,
  },
  {
    path: 'skills',
    nameField: 'name',
    create: (_account, name) => ({ name }),
    change: (wire) => ({ ...wire, description: 'changed' }),
    changed: 'description',
    open: true,
  },
  {
    path: 'agentGroups',
    nameField: 'name',
    create: (_account, name) => ({ name, parentGroupId: '-1' }),
    change: (wire) => ({ ...wire, description: 'changed' }),
    changed: 'description',
    open: true,
  },
  {
    path: 'lobs',
    nameField: 'name',
    create: (_account, name) => ({ name }),
    change: (wire) => ({ ...wire, description: 'changed' }),
    changed: 'description',
    open: true,
  },
]

/** Calls on one kind of one account, as one of its users. */
export function callsOf(server: TestServer, accountId: string, kind: string, bearer: string) {
  const base = pathOf(accountId, kind)
  const send =
    (method: string) =>
    (path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
      call(server, method, `${base}${path}`, { bearer, body, headers })
  return {
    get: (path = '', headers: Readonly<Record<string, string>> = {}) =>
      call(server, 'GET', `${base}${path}`, { bearer, headers }),
    post: send('POST'),
    put: send('PUT'),
    remove: send('DELETE'),
  }
}
