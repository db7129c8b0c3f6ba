import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import {
  authenticate,
  type Brand,
  connectBrand,
  connectorsOf,
  createBrand,
  createConnector,
} from '../../support/brand.ts'
import {
  askAdmin,
  assertAccessible,
  assertFits,
  assertQuiet,
  type ConsoleContext,
  describeConsole,
  phone,
} from './support.ts'

const image = '<img src=x onerror="globalThis.owned=1">'
const list = '/data-sources/connectors'

type Wire = {
  readonly id: number
  readonly name: string
  readonly configuration: Readonly<Record<string, unknown>>
}

const ask = <T>(
  console: ConsoleContext,
  [method, path, body]: readonly [method: string, path: string, body?: unknown],
): Promise<T> =>
  askAdmin<T>(console, method, path.replace(`/api/account/${console.account.id}`, ''), body)

const readConnector = (console: ConsoleContext, id: number) =>
  ask<Wire>(console, ['GET', `${connectorsOf(console.account.id)}/${id}`])

/** Nothing of what others chose became a part of the page. */
async function assertText(page: Page): Promise<void> {
  assert.equal(await page.evaluate('globalThis.owned'), undefined)
  assert.equal(await page.locator('main img').count(), 0)
}

/** A connector of a brand that takes tokens for one audience, and somebody who was refused at it. */
async function refuseSomebody(console: ConsoleContext, name: string) {
  const { server, account } = console
  const brand: Brand = createBrand(server, `https://login-${name}.example`)
  const id = await connectBrand(server, account, brand, { audience: [name] })
  const token = await brand.idToken({ aud: `${image}-other`, email: 'ann@brand.example' })
  const refused = await authenticate(server, account.id, id, { id_token: token })
  assert.equal(refused.status, 401, refused.text)
  const { request_id: requestId } = refused.body as { readonly request_id: string }
  return { brand, id, token, requestId }
}

describeConsole('connectors in the console', (console) => {
  test('a new one: what matters for the method is asked, the doctor looks, and it is there', async () => {
    const page = await console.open({ path: list })
    await page.getByRole('link', { name: 'New connector' }).first().click()
    await page.getByRole('heading', { level: 1, name: /authentication server/ }).waitFor()
    await page.getByRole('button', { name: 'Create connector' }).click()
    await page.getByText('This is needed.').first().waitFor()
    await page.getByRole('img', { name: /^The way of a consumer: Implicit/ }).waitFor()
    assert.equal(await page.getByLabel('Client secret').count(), 0)
    await assertAccessible(page)

    await page.getByRole('combobox', { name: 'Method' }).click()
    await page.getByRole('option', { name: /^Code \+ PKCE/ }).click()
    await page.getByRole('img', { name: /^The way of a consumer: Code \+ PKCE/ }).waitFor()
    await page.getByRole('textbox', { name: 'Client ID' }).fill('watchword')
    await page.getByRole('button', { name: 'Generate one' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(image)
    await page.getByRole('textbox', { name: 'Issuer' }).fill('https://127.0.0.1')
    await page.getByRole('button', { name: /^Use https:\/\/127\.0\.0\.1\/\.well-known/ }).click()
    const doctor = page.getByRole('region', { name: 'Doctor' })
    await doctor.getByText(/^It would not work: /).waitFor()
    await doctor.getByRole('button', { name: 'Go to the setting' }).first().waitFor()
    await assertAccessible(page)

    await page.getByRole('button', { name: 'Create connector' }).click()
    const once = page.getByRole('dialog', { name: /client secret/ })
    const secret = (await once.locator('code').textContent()) ?? ''
    assert.match(secret, /^[\w-]{43}$/)
    await once.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByRole('heading', { level: 1, name: image }).waitFor()
    await page.getByText('Not used yet').waitFor()
    assert.ok(!(await page.content()).includes(secret), 'it is shown once')
    assert.ok(!page.url().includes(secret))
    const id = Number(page.url().split('/').at(-1))
    const { configuration } = await readConnector(console, id)
    assert.equal(configuration['clientSecret'], '********')
    assert.equal(configuration['pkceEnabled'], true)
    await assertText(page)
    await assertAccessible(page)

    await page.getByRole('link', { name: 'Code for your page' }).click()
    await page.getByText(/window\.lpGetAuthenticationToken = function/).waitFor()
    await assertAccessible(page)
    assertQuiet(page)
  })

  test('why a token is refused: the rule, the value, and the line to change', async () => {
    const { id, token, requestId } = await refuseSomebody(console, 'pasted')
    const page = await console.open({ path: `${list}/debugger`, colorScheme: 'dark' })
    const field = page.getByLabel('Token, or the request id of a refusal')
    const explain = page.getByRole('button', { name: 'Explain' })
    await explain.click()
    await page.getByText('Paste a token first.').waitFor()
    await field.fill(token)
    await explain.click()
    await page.getByText('It is refused').waitFor()
    await page.getByText(`${image}-other`).first().waitFor()
    await assertText(page)
    await assertAccessible(page)
    const kept = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])',
    )
    assert.ok(!`${kept}`.includes(token.slice(0, 40)), 'it is kept nowhere')

    await field.fill(requestId)
    await explain.click()
    await page.getByText(requestId).first().waitFor()
    await page.getByRole('button', { name: 'Forget it' }).click()
    assert.equal(await field.inputValue(), '')

    await field.fill(token)
    await explain.click()
    await page.getByRole('link', { name: 'Go to “Audience”' }).click()
    await page.waitForURL(new RegExp(`/connectors/${id}/configure\\?field=audience$`))
    await page.locator('#connector-audience:focus').waitFor()
    assertQuiet(page)
  })

  test('a refused handshake opens on a phone, and the status counts it', async () => {
    const { brand, id } = await refuseSomebody(console, 'phone')
    const { server, account } = console
    const good = { id_token: await brand.idToken({ aud: 'phone' }) }
    assert.equal((await authenticate(server, account.id, id, good)).status, 200)
    const page = await console.open({ path: `${list}/${id}`, viewport: phone })
    await page.getByRole('region', { name: 'Consumers by day' }).waitFor()
    const refused = page.getByRole('region', { name: 'Recently refused' })
    await refused.getByRole('button', { name: /^aud: the token is for somebody else/ }).click()
    await refused.getByText('What to change:').first().waitFor()
    await refused.getByRole('button', { name: 'What is inside' }).click()
    await refused.getByRole('tab', { name: 'Claims' }).click()
    await refused.getByText(/a… \(17 characters\)/).waitFor()
    assert.equal(await refused.getByText('ann@brand.example').count(), 0)
    await assertText(page)
    await assertFits(page)
    await assertAccessible(page)
    for (const [tab, within] of [
      ['Configure', page.getByRole('button', { name: 'Save changes' })],
      ['Code for your page', page.getByText(/window\.lpGetAuthenticationToken = function/)],
      ['Debugger', page.getByLabel('Token, or the request id of a refusal')],
    ] as const) {
      await page.getByRole('link', { name: tab }).click()
      await within.waitFor()
      await assertFits(page)
    }
    const asked = new Set<string>()
    page.on('request', (request) => asked.add(new URL(request.url()).pathname))
    await page.goto(`${server.origin}/console/${account.id}${list}`)
    const row = page.getByRole('listitem').filter({ hasText: brand.issuer })
    await row.getByText(/^Last success/).waitFor()
    assert.deepEqual(
      [...asked].filter((path) => path.endsWith('/status')),
      [`/api/account/${account.id}/watchword/connectors/status`],
      'one call for all',
    )
    await assertFits(page)
    await assertAccessible(page)
    assertQuiet(page)
  })

  test('what others changed meanwhile: nothing else is asked about, this very one is a choice', async () => {
    const { server, account } = console
    const brand = createBrand(server, 'https://login-conflict.example')
    const id = await connectBrand(server, account, brand)
    const page = await console.open({ path: `${list}/${id}/configure` })
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    const save = page.getByRole('button', { name: 'Save changes' })
    await name.fill('Mine')
    await createConnector(server, account, { name: 'Besides', type: 0 })
    await save.click()
    await page.getByRole('heading', { level: 1, name: 'Mine' }).waitFor()

    await name.fill('Mine again')
    const now = await readConnector(console, id)
    const path = `${connectorsOf(account.id)}/${id}`
    await ask(console, ['PUT', path, { ...now, name: 'Theirs' }])
    await save.click()
    const dialog = page.getByRole('dialog', { name: 'Somebody else changed this' })
    await dialog.getByRole('cell', { name: 'Theirs' }).waitFor()
    await assertAccessible(page)
    await dialog.getByRole('button', { name: 'Keep mine' }).click()
    await page.getByRole('heading', { level: 1, name: 'Mine again' }).waitFor()
    assert.equal((await readConnector(console, id)).name, 'Mine again')

    await name.fill('Typed while the server is away')
    await page.context().setOffline(true)
    await save.click()
    await page.getByRole('alert').getByText('The server was not reached').waitFor()
    assert.equal(await name.inputValue(), 'Typed while the server is away')
    await page.context().setOffline(false)
    await page.getByRole('link', { name: 'Status', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await save.click()
    await page.getByRole('heading', { level: 1, name: /^Typed while/ }).waitFor()
    assertQuiet(page, { except: /412|ERR_INTERNET_DISCONNECTED/ })
  })

  test('a stricter rule is tried, put in force, and taken back', async () => {
    const { server, account } = console
    const brand = createBrand(server, 'https://login-trial.example')
    const reportOnly = { audience: ['me'] }
    const id = await connectBrand(server, account, brand, { reportOnly })
    const token = { id_token: await brand.idToken() }
    assert.equal((await authenticate(server, account.id, id, token)).status, 200)
    const page = await console.open({ path: `${list}/${id}` })
    const trial = page.getByRole('region', { name: 'Rules that are only tried' })
    await trial.getByText(/would have refused 1 consumer:/).waitFor()
    await assertAccessible(page)
    await trial.getByRole('button', { name: 'Put them in force' }).click()
    const dialog = page.getByRole('dialog', { name: /in force\?/ })
    await dialog.getByText('1 login like those that break aud').waitFor()
    await dialog.getByRole('button', { name: 'Put in force' }).click()
    await trial.waitFor({ state: 'detached' })
    assert.deepEqual((await readConnector(console, id)).configuration['audience'], ['me'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await trial.waitFor()
    const { configuration } = await readConnector(console, id)
    assert.deepEqual([configuration['audience'], configuration['reportOnly']], [[], reportOnly])
    assertQuiet(page)
  })

  test('one that engagements use says which; without them it goes', async () => {
    const { server, account } = console
    const brand = createBrand(server, 'https://login-used.example')
    const id = await connectBrand(server, account, brand)
    const campaigns = `/api/account/${account.id}/configuration/le-campaigns/campaigns`
    const campaign = await ask<Wire>(console, ['POST', campaigns, { name: 'Spring' }])
    const engagements = `${campaigns}/${campaign.id}/engagements`
    const body = { name: image, connectorId: id, allowUnauthMsg: false }
    const engagement = await ask<Wire>(console, ['POST', engagements, body])
    const page = await console.open({ path: `${list}/${id}` })
    const remove = page.getByRole('button', { name: 'Delete', exact: true })
    await remove.click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete connector' }).click()
    const dialog = page.getByRole('dialog', { name: /is in use$/ })
    await dialog.getByText(`“${image}” of campaign ${campaign.id} “Spring”`).waitFor()
    await assertText(page)
    await assertAccessible(page)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await ask(console, ['DELETE', `${engagements}/${engagement.id}`])
    await remove.click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete connector' }).click()
    await page.waitForURL(/\/data-sources\/connectors$/)
    await page.getByRole('list', { name: 'Connectors' }).waitFor()
    await page.getByRole('link', { name: brand.issuer }).waitFor({ state: 'detached' })
    assertQuiet(page, { except: /409/ })
  })

  test('the policy for anonymous consumers who log in is changed at once, and undone', async () => {
    const { account } = console
    const stepUp = async () => {
      const path = `/api/account/${account.id}/watchword/settings`
      type Settings = { readonly settings: { readonly consumers: { readonly stepUp: string } } }
      return (await ask<Settings>(console, ['GET', path])).settings.consumers.stepUp
    }
    const page = await console.open({ path: list })
    await page.getByRole('radio', { name: 'Ask the consumer' }).click()
    await page.getByText('The policy is changed.').waitFor()
    assert.equal(await stepUp(), 'ask')
    const undo = page.getByRole('button', { name: 'Undo' })
    // What is pointed at stays for as long as it is judged.
    await undo.hover()
    await assertAccessible(page)
    await undo.click()
    await page.getByRole('radio', { name: 'Join them', checked: true }).waitFor()
    assert.equal(await stepUp(), 'merge')
    assertQuiet(page)
  })

  test('who may not configure them finds no way there, and is refused at the address', async () => {
    const page = await console.open({ role: 'agent', path: list })
    await page
      .getByRole('alert')
      .getByText(/package 40012|administrator/)
      .waitFor()
    assert.equal(await page.getByRole('navigation').getByText('Data Sources').count(), 0)
    assert.equal(await page.getByRole('link', { name: 'New connector' }).count(), 0)
    await assertAccessible(page)
    assertQuiet(page, { except: /403/ })
  })
})
