import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import {
  OperatorAccount,
  OperatorAccountChange,
  OperatorAccountCreate,
  OperatorAccountDelete,
  OperatorAccountList,
  OperatorAccountQuery,
  OperatorParams,
  OperatorUser,
} from '@watchword/protocol/api/operator.ts'
import { Type } from 'typebox'
import type { AccountPorts } from '#domain/accounts/account-ports.ts'
import { blockUser } from '#domain/accounts/block-user.ts'
import { changeAccount } from '#domain/accounts/change-account.ts'
import { createAccount } from '#domain/accounts/create-account.ts'
import { deleteAccount } from '#domain/accounts/delete-account.ts'
import { findAccount } from '#domain/accounts/find-account.ts'
import { listAccounts } from '#domain/accounts/list-accounts.ts'
import { accountOf } from '#http/account-of.ts'
import type { HttpApp } from '#http/app.ts'
import { operatorOf } from '#http/authenticate-operator.ts'
import { accountAnswer, checkConfirmation, givenAccount } from './account-answers.ts'
import { about, refusals } from './route-about.ts'

const basePath = '/operator/v1/accounts'
const onePath = `${basePath}/:accountId`

/** Listing and making accounts. */
export function accountRoutes(app: HttpApp, ports: AccountPorts): void {
  app.get(
    basePath,
    {
      schema: {
        ...about('Accounts, by id'),
        querystring: OperatorAccountQuery,
        response: { 200: OperatorAccountList, ...refusals },
      },
    },
    async ({ query }) => {
      const page = { after: query.after ?? '', limit: Number(query.limit ?? 1000) }
      const { accounts, next } = await listAccounts(ports, page)
      return { accounts: accounts.map(accountAnswer), ...(next === undefined ? {} : { next }) }
    },
  )
  app.post(
    basePath,
    {
      schema: {
        ...about('Make an account', 'With its root group and its four default profiles.'),
        body: OperatorAccountCreate,
        response: { 201: OperatorAccount, 409: ErrorEnvelope, ...refusals },
      },
    },
    async (request, reply) => {
      const account = await createAccount(ports, givenAccount(request.body), operatorOf(request))
      reply.code(201).header('location', `${basePath}/${account.id}`)
      return accountAnswer(account)
    },
  )
}

/** One account. */
export function accountRoute(app: HttpApp, ports: AccountPorts): void {
  app.get(
    onePath,
    {
      schema: {
        ...about('One account'),
        params: OperatorParams.account,
        response: { 200: OperatorAccount, 404: ErrorEnvelope, ...refusals },
      },
    },
    async (request) => accountAnswer(await findAccount(ports, accountOf(request))),
  )
}

/** Changing, suspending and erasing an account. */
export function accountChangeRoutes(app: HttpApp, ports: AccountPorts): void {
  app.patch(
    onePath,
    {
      schema: {
        ...about(
          'Rename, move, suspend or resume an account',
          'Every credential of a suspended account is refused at once: 451 at login, 401 elsewhere.',
        ),
        params: OperatorParams.account,
        body: OperatorAccountChange,
        response: { 200: OperatorAccount, 404: ErrorEnvelope, ...refusals },
      },
    },
    async (request) =>
      accountAnswer(
        await changeAccount(ports, accountOf(request), request.body, operatorOf(request)),
      ),
  )
  app.delete(
    onePath,
    {
      schema: {
        ...about(
          'Erase an account',
          'From every table, audit trail included. Its id is never used again.',
        ),
        params: OperatorParams.account,
        body: OperatorAccountDelete,
        response: { 204: Type.Null(), 404: ErrorEnvelope, ...refusals },
      },
    },
    async (request, reply) => {
      const accountId = accountOf(request)
      checkConfirmation(accountId, request.body.confirm)
      await deleteAccount(ports, accountId)
      return reply.code(204).send(null)
    },
  )
}

/** Blocking a user, over the head of the account's administrators. */
export function blockRoutes(app: HttpApp, ports: AccountPorts): void {
  for (const action of ['block', 'unblock'] as const) {
    const blocked = action === 'block'
    app.post(
      `${onePath}/users/:userId/${action}`,
      {
        schema: {
          ...about(
            blocked ? 'Block a user' : 'Let a blocked user in again',
            blocked ? 'Ends their sessions; a correct password is answered 451.' : undefined,
          ),
          params: OperatorParams.user,
          response: { 200: OperatorUser, 404: ErrorEnvelope, ...refusals },
        },
      },
      async (request) => {
        const target = { accountId: accountOf(request), userId: Number(request.params.userId) }
        const user = await blockUser(ports, { ...target, blocked }, operatorOf(request))
        return { id: user.id, loginName: user.loginName, blocked: user.blocked }
      },
    )
  }
}
