import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { login } from '../../support/login.ts'
import { call } from '../../support/test-server.ts'
import {
  assertAccessible,
  assertFits,
  assertQuiet,
  type ConsoleContext,
  describeConsole,
  phone,
} from './support.ts'

const hostile = '<img src=x onerror="globalThis.owned=1">'

describeConsole('users in the console', (console) => {
  test('the list is found through, narrowed by its address, and walked by the keys', async () => {
    const bad = await addUser(console, { loginName: 'zoe', nickname: hostile })
    await addUser(console, { loginName: 'formula', nickname: '=1+1' })
    const page = await console.open({ path: '/users' })
    const list = page.getByRole('table', { name: 'Users' })
    await list.getByText(hostile).waitFor()
    assert.equal(await page.evaluate('globalThis.owned'), undefined)
    await assertAccessible(page)

    const search = page.getByRole('textbox', { name: 'Search: Users' })
    await search.fill('CAMP manager')
    await page.getByText('1 of 6').waitFor()
    await page.waitForURL(/[?&]q=CAMP/)
    assert.equal((await saved(page, 'Export')).split('\r\n').length, 3, 'what the search leaves')
    await search.press('Escape')
    await page.waitForURL(({ search: asked }) => !asked.includes('q='))
    await page.getByLabel('State', { exact: true }).first().click()
    await page.getByRole('option', { name: 'Disabled' }).click()
    await page.getByText('Nothing fits.').waitFor()
    await page.waitForURL(/state=disabled/)
    await page.reload()
    await page.getByText('Nothing fits.').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await list.getByRole('link', { name: 'formula' }).waitFor()

    assert.match(await saved(page, 'Export'), /\r\nformula,'=1\+1,/, 'no formula in it')

    await page.getByRole('button', { name: 'Login name' }).click()
    await page.waitForURL(/sort=loginName/)
    await search.press('ArrowDown')
    assert.equal(await focused(page), 'admin')
    await page.keyboard.press('End')
    assert.equal(await focused(page), 'zoe')
    await page.keyboard.press('ArrowUp')
    assert.equal(await focused(page), 'manager')
    await page.keyboard.press('x')
    await page.getByText('1 selected').waitFor()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(`/users/${bad}$`))
    assertQuiet(page)
  })

  test('many are disabled at once, and are as they were after an undo', async () => {
    const ids = [
      await addUser(console, { loginName: 'many1' }),
      await addUser(console, { loginName: 'many2' }),
    ]
    const page = await console.open({ path: '/users?q=many', colorScheme: 'dark' })
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).click()
    await page.getByText('2 selected').waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Disable', exact: true }).click()
    await page.getByText('2 users disabled.').waitFor()
    assert.deepEqual(await Promise.all(ids.map((id) => enabledOf(console, id))), [false, false])
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('They are as they were.').waitFor()
    assert.deepEqual(await Promise.all(ids.map((id) => enabledOf(console, id))), [true, true])

    await page.getByRole('checkbox', { name: 'Select all that are shown' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Logging in as many1').waitFor()
    assert.ok(await dialog.getByRole('button', { name: 'Delete' }).isDisabled())
    await dialog.getByRole('textbox').fill('2')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('2 users deleted.').waitFor()
    await page.getByText('Nothing fits.').waitFor()
    assertQuiet(page)
  })

  test('somebody is added: faults at their fields, nothing typed is lost, then their page', async () => {
    const page = await console.open({ path: '/users/new' })
    await page.getByRole('button', { name: 'Add a user' }).click()
    await page.getByText('A person needs a first password.').waitFor()
    await assertAccessible(page)

    await page.getByLabel('Login name').fill('agent')
    await page.getByLabel('Full name').fill('Nina Novak')
    await choose(page, 'Agent profile', 'Agent')
    await page.getByRole('button', { name: 'Generate one' }).click()
    assert.equal(await page.getByRole('img', { name: 'not met' }).count(), 0)
    const made = await page.getByLabel('First password').inputValue()
    await page.getByRole('button', { name: 'Add a user' }).click()
    await page.getByText('is taken').waitFor()
    assert.equal(await page.getByLabel('Full name').inputValue(), 'Nina Novak')

    await page.getByLabel('Login name').fill('nina')
    await page.route('**/le-users/users?*', (route) => route.abort())
    await page.getByRole('button', { name: 'Add a user' }).click()
    await page.getByText('The server was not reached.').waitFor()
    assert.equal(await page.getByLabel('Login name').inputValue(), 'nina')
    await page.unroute('**/le-users/users?*')
    await page.getByRole('button', { name: 'Add a user' }).click()
    await page.getByRole('heading', { level: 1, name: 'Nina Novak' }).waitFor()
    assert.equal(
      (await login(console.server, console.account.id, 'nina', made)).status,
      401,
      'must choose another',
    )
    await assertAccessible(page)
    assertQuiet(page, { except: /409|ERR_FAILED/ })
  })

  test('the page of a user: disabled with an undo, reset once, unlocked, deleted by name', async () => {
    const id = await addUser(console, { loginName: 'otto' })
    for (let tries = 0; tries < 10; tries += 1) {
      await login(console.server, console.account.id, 'otto', `wrong ${tries}`)
    }
    const page = await console.open({ path: `/users/${id}`, viewport: phone })
    await page.getByRole('heading', { level: 1, name: 'otto' }).waitFor()
    await page.getByText(/^Too many failed logins/).waitFor()
    await assertAccessible(page)
    await assertFits(page)
    const { origin } = console.server
    await page.goto(`${origin}/console/${console.account.id}/users?state=locked`)
    const otto = page.getByRole('link', { name: 'otto' })
    await otto.waitFor()
    assert.equal(await page.getByRole('link', { name: 'campaigner' }).count(), 0)
    await otto.click()
    await act(page, 'Unlock')
    await page.getByText('Unlocked: they can log in again.').waitFor()
    await page.getByText(/^Too many failed logins/).waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Edit claims' }).click()
    await page.getByLabel('Date of birth').fill('tomorrow')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByText('must be YYYY-MM-DD').waitFor()
    await assertAccessible(page)
    await page.getByLabel('Date of birth').fill('1990-02-03')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('definition').filter({ hasText: '1990-02-03' }).waitFor()

    await act(page, 'Disable')
    await page.getByText('otto is disabled.').waitFor()
    const warning = page.getByText('This user cannot log in.')
    await warning.waitFor()
    assert.equal(await enabledOf(console, id), false)
    await page.getByRole('button', { name: 'Undo' }).click()
    await warning.waitFor({ state: 'detached' })
    assert.equal(await enabledOf(console, id), true)

    await act(page, 'Reset password')
    await page.getByRole('button', { name: 'Make a new password' }).click()
    const secret = (await page.getByRole('dialog').locator('code').textContent()) ?? ''
    assert.ok(secret.length >= 24)
    await assertAccessible(page)
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.equal((await page.content()).includes(secret), false, 'it is gone from the page')

    await act(page, 'Delete')
    await page.getByText('Logging in as otto').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.waitForURL(/\/users$/)
    await page.getByText('1 user deleted.').waitFor()
    assertQuiet(page, { except: /400/ })
  })

  test('two who change one user: both versions are shown, and one is chosen', async () => {
    const id = await addUser(console, { loginName: 'pia' })
    const page = await console.open({ path: `/users/${id}/edit` })
    await page.getByLabel('Nickname').fill('Mine')
    await addUser(console, { loginName: 'unrelated' })
    await change(console, id, { nickname: 'Theirs' })
    await page.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('cell', { name: 'Theirs' }).waitFor()
    await assertAccessible(page)
    await dialog.getByRole('button', { name: 'Keep mine' }).click()
    await page.getByRole('heading', { level: 1, name: 'Mine' }).waitFor()

    // Somebody else of the account was changed: that is no conflict.
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByLabel('Nickname').fill('Again')
    await addUser(console, { loginName: 'unrelated2' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'Again' }).waitFor()
    assertQuiet(page, { except: /412/ })
  })

  test('a manager changes only their own people; an agent sees nobody', async () => {
    const agent = console.account.users.agent.user.id
    const page = await console.open({
      role: 'manager',
      path: `/users/${console.account.users.admin.user.id}`,
    })
    await page.getByText('There is no such user.').waitFor()
    await page.goto(`${console.server.origin}/console/${console.account.id}/users/${agent}`)
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByLabel('Agent profile').first().waitFor()
    assert.equal(await page.getByLabel('Administrator profile').count(), 0)
    await page.getByLabel('Nickname').fill('Al')
    await page.getByLabel('Chats at once').fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('A whole number from 0 to 1,000.').waitFor()
    await page.getByLabel('Chats at once').fill('4')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'Al' }).waitFor()
    assertQuiet(page, { except: /404/ })

    const other = await console.open({ role: 'agent', path: '/users' })
    await other.getByText('Your profile does not let you see users.').waitFor()
    assert.equal(await other.getByRole('link', { name: 'Users' }).count(), 0)
    await assertAccessible(other)
    assertQuiet(other)
  })

  test('an import: what would happen, then that, and what came of it as files', async () => {
    const page = await console.open({ path: '/users/import' })
    await assertAccessible(page)
    await chooseFile(page, [
      'login;name;mail;profile;enabled',
      'ivo;Ivo I;ivo@brand.example;Agent;yes',
      `mia;${hostile};mia@brand.example;Agent;yes`,
      'nope;No Pe;none;Boss;perhaps',
      'agent;;agent2@brand.example;;no',
    ])
    await page.getByRole('button', { name: 'Check the rows' }).click()
    await page.getByText('2 new, 1 changed, 0 as they are, 1 with faults').waitFor()
    await page.getByText('Profiles: there is no “Boss”').waitFor()
    assert.equal((await usersNamed(console, 'ivo')).length, 0, 'nothing was written')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Write 3 users' }).click()
    await page.getByText('3 of 3 rows. 2 added, 1 changed, 0 failed.').waitFor()
    await assertAccessible(page)

    const failed = await saved(page, 'Save the rows that were not written')
    assert.match(failed, /^\ufefflogin,name,mail,profile,enabled,Why/)
    assert.match(failed, /\r\nnope,No Pe,none,Boss,perhaps,"?“none” is no e-mail/)
    const passwords = await saved(page, 'Save the generated passwords')
    const made = /ivo,(.+)\r\n/.exec(passwords)?.[1] ?? ''
    assert.ok(made.length >= 24)
    await page.getByText('are saved and forgotten here').waitFor()
    assert.equal(
      await page.getByRole('button', { name: 'Save the generated passwords' }).count(),
      0,
    )
    assert.equal((await page.content()).includes(made), false)
    assert.equal(await page.evaluate('globalThis.owned'), undefined)
    assert.equal(await enabledOf(console, console.account.users.agent.user.id), false)
    assertQuiet(page)
  })
})

const firstPassword = 'a First, rather-long pass phrase'

async function addUser(
  { server, account }: ConsoleContext,
  given: { readonly loginName: string; readonly nickname?: string },
): Promise<number> {
  const { status, body, text } = await call(server, 'POST', usersOf(account.id), {
    bearer: account.users.admin.bearer,
    body: {
      ...{ fullName: given.loginName, nickname: given.loginName, email: '', maxChats: 1 },
      ...{ profileIds: [account.profileIds.agent], passwordSh: firstPassword, ...given },
    },
  })
  assert.equal(status, 201, text)
  return (body as { readonly id: number }).id
}

async function change(context: ConsoleContext, id: number, changes: object): Promise<void> {
  const { server, account } = context
  const body = { ...(await read(context, id)), ...changes }
  const options = { bearer: account.users.admin.bearer, body }
  const { status, text } = await call(server, 'PUT', usersOf(account.id, `/${id}`), options)
  assert.equal(status, 200, text)
}

async function read({ server, account }: ConsoleContext, id: number) {
  const options = { bearer: account.users.admin.bearer }
  const { body } = await call(server, 'GET', usersOf(account.id, `/${id}`), options)
  return body as { readonly isEnabled: boolean }
}

async function enabledOf(context: ConsoleContext, id: number): Promise<boolean> {
  return (await read(context, id)).isEnabled
}

async function usersNamed({ server, account }: ConsoleContext, name: string) {
  const options = { bearer: account.users.admin.bearer }
  const { body } = await call(server, 'GET', usersOf(account.id), options)
  return (body as readonly { readonly loginName: string }[]).filter(
    ({ loginName }) => loginName === name,
  )
}

function usersOf(accountId: string, rest = ''): string {
  return `/api/account/${accountId}/configuration/le-users/users${rest}?v=6.0`
}

async function focused(page: Page): Promise<unknown> {
  await page.waitForFunction(`document.activeElement?.closest('tr') !== null`)
  return page.evaluate('document.activeElement.textContent')
}

async function act(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name }).click()
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label).first().click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function chooseFile(page: Page, lines: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Choose a file' }).waitFor()
  await page.locator('input[type=file]').setInputFiles({
    ...{ name: 'people.csv', mimeType: 'text/csv' },
    buffer: Buffer.from(`${lines.join('\n')}\n`),
  })
}

async function saved(page: Page, button: string): Promise<string> {
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).click()
  return readFile(await (await coming).path(), 'utf8')
}
