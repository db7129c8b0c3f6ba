import assert from 'node:assert/strict'
import { test } from 'node:test'
import { login, withSession } from '../../support/login.ts'
import { call } from '../../support/test-server.ts'
import {
  assertAccessible,
  assertFits,
  assertQuiet,
  type ConsoleContext,
  describeConsole,
  phone,
} from './support.ts'

/** Whether a session is open still. */
async function statusOf({ server, account }: ConsoleContext, bearer: string): Promise<number> {
  return (await call(server, 'GET', `/api/account/${account.id}/watchword/me`, { bearer })).status
}

describeConsole('sessions and the directory in the console', (console) => {
  test('an administrator sees everybody, ends one, and signs a user out everywhere', async () => {
    const { manager, agent } = console.account.users
    const page = await console.open({ path: '/sessions' })
    await page.getByRole('link', { name: 'manager' }).first().waitFor()
    await assertAccessible(page)
    await page
      .getByRole('button', { name: /^End session: manager/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog', { name: 'End 1 session?' })
    await dialog
      .getByRole('listitem')
      .filter({ hasText: /^manager, / })
      .waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    assert.equal(await statusOf(console, manager.bearer), 200, 'asked, and not done')
    await page
      .getByRole('button', { name: /^End session: manager/ })
      .first()
      .click()
    await dialog.getByRole('button', { name: 'End' }).click()
    await page.getByText('1 session ended.').waitFor()
    assert.equal(await statusOf(console, manager.bearer), 401)
    assert.equal(await statusOf(console, agent.bearer), 200)

    await page.getByRole('combobox', { name: 'Whose', exact: true }).click()
    await page.getByRole('option', { name: 'agent' }).click()
    await page.getByRole('button', { name: 'Sign agent out everywhere' }).click()
    const asked = page.getByRole('dialog', { name: 'Sign agent out everywhere?' })
    await asked.getByText('1 open session').waitFor()
    await assertAccessible(page)
    await asked.getByRole('button', { name: 'Sign agent out everywhere' }).click()
    await asked.waitFor({ state: 'detached' })
    await page.getByText('Nothing fits.').waitFor()
    assert.equal(await statusOf(console, agent.bearer), 401)
    assertQuiet(page)
  })

  test('many are ended at once; one that ended meanwhile is no failure', async () => {
    const { server, account } = console
    const userAgents = ['Firefox/150.0 (Windows)', 'Firefox/150.0 (Linux)', 'nightly-job/2']
    const opened = []
    for (const agent of userAgents) {
      opened.push(await login(server, account.id, 'campaigner', undefined, { 'user-agent': agent }))
    }
    const page = await console.open({ path: '/sessions', colorScheme: 'dark' })
    await page.getByRole('checkbox', { name: /^Select campaigner, Firefox on Windows/ }).check()
    await page.getByRole('checkbox', { name: /^Select campaigner, nightly-job/ }).check()
    const [gone, kept, last] = opened
    assert.ok(gone !== undefined && kept !== undefined && last !== undefined)
    assert.equal((await withSession(server, 'logout', account.id, gone)).status, 200)
    await page.getByRole('button', { name: 'End 2 sessions' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'End' }).click()
    await page.getByText('2 sessions ended.').waitFor()
    assert.equal(await statusOf(console, kept.body.bearer), 200, 'one that was not chosen')
    assert.equal(await statusOf(console, last.body.bearer), 401)
    await assertAccessible(page)
    await page.getByText('Mine', { exact: true }).click()
    await page.getByRole('link', { name: 'admin' }).first().waitFor()
    assertQuiet(page, { except: /404/ })
  })

  test('a user sees their own alone, on a phone too', async () => {
    const page = await console.open({ role: 'manager', path: '/sessions', viewport: phone })
    await page.getByRole('table', { name: 'Open sessions' }).waitFor()
    const text = await page.locator('tbody').innerText()
    assert.ok(text.includes('manager') && !text.includes('admin'), text)
    assert.equal(await page.getByText('Everybody’s').count(), 0)
    await assertFits(page)
    await assertAccessible(page)
    await page.goto(`${console.server.origin}/console/${console.account.id}/directory`)
    await page.getByRole('alert').getByText('Your profile does not allow this.').waitFor()
    assertQuiet(page)
  })

  test('the session of this very browser is marked, and ending it is said to end one’s own', async () => {
    const role = 'campaigner'
    const { server, account } = console
    const elsewhere = await console.open({ role, path: '/sessions', anew: true })
    const page = await console.open({ role, path: '/sessions', anew: true })
    const own = page.getByRole('row').filter({ hasText: 'This browser' })
    await own.waitFor()
    assert.equal(await own.count(), 1, 'of two in like browsers')
    assert.ok((await page.getByRole('row').count()) > 2)
    await assertAccessible(page)
    const others = page
      .getByRole('row')
      .filter({ hasText: 'campaigner', hasNotText: 'This browser' })
    await others
      .first()
      .getByRole('button', { name: /^End session/ })
      .click()
    const dialog = page.getByRole('dialog', { name: 'End 1 session?' })
    await dialog.waitFor()
    assert.equal(await dialog.getByText('in this browser').count(), 0)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await own.getByRole('button', { name: /^End session/ }).click()
    await dialog.getByText('One is yours, in this browser').waitFor()
    await dialog.getByRole('button', { name: 'End' }).click()
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor()
    await elsewhere.reload()
    await elsewhere.getByText('This browser').waitFor()
    const left = await server.storage.read.browserSessions.list(
      account.id,
      account.users[role].user.id,
      server.clock.now(),
    )
    assert.equal(left.length, 1, 'the other one')
    assertQuiet(page, { except: /40[01]/ })
    assertQuiet(elsewhere)
  })

  test('the directory: where each service is, and which of them this server answers', async () => {
    const { server, account } = console
    const entry = { scope: 'account', scopeId: account.id, service: 'kb' } as const
    await server.storage.write((tx) =>
      tx.directory.put({ ...entry, host: 'kb.brand.example', hidden: false }),
    )
    const page = await console.open({ path: '/directory', viewport: phone })
    await page.getByText('6 services are answered by this server.').waitFor()
    await assertFits(page)
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('combobox', { name: 'Who answers' }).click()
    await page.getByRole('option', { name: 'Another host' }).click()
    await page.getByRole('row', { name: /^kb .*kb\.brand\.example/ }).waitFor()
    await page.getByRole('button', { name: 'Copy: Host, kb' }).waitFor()
    assert.equal(await page.getByRole('row').count(), 2, 'its head and that one')
    await assertAccessible(page)
    assertQuiet(page)
  })
})
