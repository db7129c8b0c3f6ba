import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  type AuthorizePorts,
  type FoundInteraction,
  findInteraction,
} from '#domain/authorization/authorize.ts'
import type { LostInteraction } from '#domain/authorization/interaction.ts'
import {
  changePasswordOnPage,
  logInOnPage,
  type OpenedOnPage,
} from '#domain/authorization/log-in-on-page.ts'
import { DomainError } from '#domain/errors.ts'
import type { CheckPasswordPorts } from '#domain/login/attempt.ts'
import { originOf } from '#http/authenticate.ts'
import type { Html } from '#lib/html.ts'
import { messagesFor, sendLost } from './answer-with-page.ts'
import type { PagePorts } from './authorize-handler.ts'
import { type Brand, readBrand } from './brand.ts'
import { changePasswordPage } from './change-password-page.ts'
import { loginPage } from './login-page.ts'
import type { Messages } from './messages/messages.ts'
import { nameOf } from './messages/name-of.ts'
import { setSessionCookie } from './page-cookies.ts'
import { pageSchema } from './page-schema.ts'
import { refuseForeignPost } from './refuse-foreign-posts.ts'
import { sendPage } from './send-page.ts'
import { type PageRequest, readPageRequest } from './take-page-requests.ts'

export type LoginPagePorts = PagePorts & CheckPasswordPorts

/** The login page, and the page that a password must be changed on. */
export function addLoginRoutes(app: FastifyInstance, ports: LoginPagePorts): void {
  app.get('/oidc/:accountId/login', { schema: pageSchema }, async (request, reply) => {
    const opened = await openPage(ports, request)
    if (typeof opened === 'string') return sendLost(request, reply, opened)
    const userName = opened.found.interaction.request.loginHint ?? ''
    return sendLogin(reply, opened, { userName, refusal: undefined })
  })

  app.post('/oidc/:accountId/login', { schema: pageSchema }, async (request, reply) => {
    refuseForeignPost(request, ports.publicOrigin)
    const opened = await openPage(ports, request)
    if (typeof opened === 'string') return sendLost(request, reply, opened)
    const { messages, page } = opened
    const { userName, password } = credentialsOf(page)
    if (userName === '' || password === '') {
      return sendLogin(reply.code(400), opened, { userName, refusal: messages.missingCredentials })
    }
    try {
      const login = await logInOnPage(ports, loginOf(request, page))
      return goOn(reply, ports, page, login)
    } catch (error) {
      const reason = reasonToChange(messages, error)
      if (reason !== undefined) return sendChange(reply, opened, { userName, reason })
      const { refusal, status } = refusalOf(messages, reply, error)
      return sendLogin(reply.code(status), opened, { userName, refusal })
    }
  })

  app.post('/oidc/:accountId/change-password', { schema: pageSchema }, async (request, reply) => {
    refuseForeignPost(request, ports.publicOrigin)
    const opened = await openPage(ports, request)
    if (typeof opened === 'string') return sendLost(request, reply, opened)
    const { messages, page } = opened
    const { userName } = credentialsOf(page)
    const again = (status: number, text: string, at: 'password' | 'new-password') =>
      sendChange(reply.code(status), opened, {
        userName,
        reason: messages.passwordMustChange,
        refusal: { text, at },
      })
    const newPassword = page.parameters.get('new-password') ?? ''
    if (newPassword === '' || newPassword !== page.parameters.get('repeat-password')) {
      return again(400, messages.passwordsDiffer, 'new-password')
    }
    try {
      const login = await changePasswordOnPage(ports, loginOf(request, page), newPassword)
      return goOn(reply, ports, page, login)
    } catch (error) {
      if (error instanceof DomainError && error.code === 'validation_failed') {
        return again(400, faultsOf(messages, error), 'new-password')
      }
      const { refusal, status } = refusalOf(messages, reply, error)
      return again(status, refusal, 'password')
    }
  })
}

type OpenedPage = {
  readonly page: PageRequest
  readonly found: FoundInteraction
  readonly messages: Messages
  readonly brand: Brand
  readonly sealed: string
}

async function openPage(
  ports: AuthorizePorts & { readonly publicTls: boolean },
  request: FastifyRequest,
): Promise<OpenedPage | LostInteraction> {
  const page = readPageRequest(request, ports)
  const sealed = page.parameters.get('flow') ?? ''
  const found = await findInteraction(ports, { ...page, sealed })
  if (typeof found === 'string') return found
  const messages = messagesFor(request, found.interaction.request.uiLocales)
  const brand = await readBrand(ports, page.accountId)
  return { page, found, messages, brand, sealed }
}

function sendLogin(
  reply: FastifyReply,
  { found, messages, brand, sealed }: OpenedPage,
  shown: { readonly userName: string; readonly refusal: string | undefined },
): FastifyReply {
  const applicationName = nameOf(found.client, messages)
  const html = loginPage(messages, { ...brand, applicationName, sealed, ...shown })
  return sendForm(reply, html, found)
}

function sendChange(
  reply: FastifyReply,
  { found, messages, brand, sealed }: OpenedPage,
  shown: {
    readonly userName: string
    readonly reason: string
    readonly refusal?: { readonly text: string; readonly at: 'password' | 'new-password' }
  },
): FastifyReply {
  const { userName, reason, refusal } = shown
  const html = changePasswordPage(messages, {
    ...{ ...brand, sealed, userName, reason, refusal },
  })
  return sendForm(reply, html, found)
}

function sendForm(reply: FastifyReply, html: Html, { interaction }: FoundInteraction) {
  return sendPage(reply, html, { formLeadsTo: interaction.request.redirectUri })
}

function goOn(
  reply: FastifyReply,
  { publicTls }: LoginPagePorts,
  { accountId, parameters }: PageRequest,
  { token }: OpenedOnPage,
): FastifyReply {
  setSessionCookie(reply, { accountId, publicTls }, token)
  return reply.redirect(`/oidc/${accountId}/continue?flow=${parameters.get('flow') ?? ''}`, 303)
}

function credentialsOf({ parameters }: PageRequest) {
  return {
    userName: parameters.get('username') ?? '',
    password: parameters.get('password') ?? '',
  }
}

function loginOf(request: FastifyRequest, page: PageRequest) {
  const { userName: loginName, password } = credentialsOf(page)
  return {
    accountId: page.accountId,
    ...{ loginName, password },
    origin: originOf(request),
    previousToken: page.browser.sessionCookie,
  }
}

function reasonToChange(messages: Messages, error: unknown): string | undefined {
  if (!(error instanceof DomainError)) return undefined
  if (error.code === 'password_expired') return messages.passwordExpired
  return error.code === 'password_must_change' ? messages.passwordMustChange : undefined
}

/** What a refused login is told on the page, in the same words for all that a stranger may not tell apart. */
function refusalOf(messages: Messages, reply: FastifyReply, error: unknown) {
  if (!(error instanceof DomainError)) throw error
  if (error.code === 'invalid_credentials') {
    return { refusal: messages.wrongCredentials, status: 403 }
  }
  if (error.code === 'user_blocked') return { refusal: messages.userBlocked, status: 451 }
  const { retryAfterSeconds } = error.details
  if (error.code !== 'too_many_requests' || retryAfterSeconds === undefined) throw error
  reply.header('retry-after', retryAfterSeconds)
  return { refusal: messages.tooManyTries(retryAfterSeconds), status: 429 }
}

/** The policy names each of its faults; that the field is the new password, the page shows. */
function faultsOf(messages: Messages, { details }: DomainError): string {
  const faults = (details.fields ?? []).map((field) => field.replace(/^[^:]*:\s*/, ''))
  return faults.length === 0 ? messages.passwordRefused : faults.join(' ')
}
