import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOperatorToken } from '#domain/operators/operator-tokens.ts'
import { call, type Role } from '../../support/test-server.ts'
import { seedClient, seedGrant } from '../../support/tokens.ts'
import {
  assertAccessible,
  assertFits,
  assertQuiet,
  type ConsoleContext,
  describeConsole,
  phone,
} from './support.ts'

const image = '<img src=x onerror=alert(1)>'

/** An application that two users allowed, and what it holds of them. */
async function allow({ server, account }: ConsoleContext, name: string) {
  const scope = 'users:read msg.consumer'
  const { client } = await seedClient(server, account.id, { client_name: name, scope })
  const allowBy = async (role: Role) => {
    const userId = account.users[role].user.id
    const at = server.clock.now()
    await server.storage.write((tx) =>
      tx.consents.put(account.id, {
        ...{ userId, clientId: client.id, scopes: ['openid', 'users:read'] },
        ...{ createdAt: at, updatedAt: at },
      }),
    )
    return seedGrant(server, client, userId, { scope: 'openid users:read' })
  }
  await allowBy('admin')
  await allowBy('agent')
  const { read } = server.storage
  return {
    client,
    left: async () => [
      (await read.grants.list(account.id, server.clock.now(), { clientId: client.id })).length,
      (await read.consents.list(account.id, { clientId: client.id })).length,
    ],
  }
}

describeConsole('grants and the menu in the console', (console) => {
  test('an administrator sees what applications hold of everybody, and takes it back', async () => {
    const { client, left } = await allow(console, `ledger ${image}`)
    const page = await console.open({ path: `/grants?application=${client.id}` })
    const grants = page.getByRole('table', { name: 'Grants' })
    await grants.getByRole('row', { name: /agent/ }).waitFor()
    assert.equal(await grants.getByRole('row').count(), 3)
    await assertAccessible(page)

    await grants.getByRole('button', { name: /for agent$/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(`agent is signed out of ledger ${image}.`).waitFor()
    await dialog.getByRole('button', { name: 'Take back' }).click()
    await grants.getByRole('row', { name: /agent/ }).waitFor({ state: 'detached' })
    assert.deepEqual(await left(), [1, 2])

    await page.getByRole('button', { name: /^Take back the consent of admin/ }).click()
    await dialog.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('No application holds anything').waitFor()
    assert.deepEqual(await left(), [0, 1], 'the consent took its grant along')
    assertQuiet(page)
  })

  test('everybody sees what they allowed, and only their own', async () => {
    const { left } = await allow(console, 'diary')
    const page = await console.open({ role: 'agent', viewport: phone, colorScheme: 'dark' })
    await page.getByRole('button', { name: 'Menu' }).click()
    const menu = page.getByRole('navigation', { name: 'Main' })
    await menu.getByRole('link', { name: 'What you allowed' }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'diary' })
    await row.getByText('Know that it is you; Read users').waitFor()
    await page.getByText('The console that you use now').waitFor()
    await assertAccessible(page)
    await assertFits(page)
    await row.getByRole('button', { name: 'Take back what diary may do' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
    await row.waitFor({ state: 'detached' })
    assert.deepEqual(await left(), [1, 1], 'the other user’s stay')
    assertQuiet(page)
  })

  test('the quick-launch menu: one’s own tiles, and for administrators who sees what', async () => {
    const { server, account } = console
    const launch = { quick_launch_enabled: true, entry_uri: 'https://a.example/start' }
    await seedClient(server, account.id, { ...launch, client_name: `start ${image}` })
    const none = { ...launch, client_name: 'for nobody', enabled_for_profiles: [] }
    await seedClient(server, account.id, none)
    const page = await console.open({ path: '/quick-launch' })
    const tile = page.getByRole('link', { name: `Open start ${image}` })
    assert.equal(await tile.getAttribute('href'), 'https://a.example/start')
    assert.equal(await tile.getAttribute('rel'), 'noopener noreferrer')
    await page.getByRole('row', { name: /for nobody Nobody: no profile is chosen/ }).waitFor()
    const sees = page.getByRole('row', { name: /start/ }).getByRole('img', { name: 'Sees it' })
    assert.ok((await sees.count()) >= 4)
    await assertAccessible(page)
    await page.setViewportSize(phone)
    await assertFits(page)
    assertQuiet(page)
  })

  test('what the operator published is read before it is installed, and before it is updated', async () => {
    const { server } = console
    const { value: bearer } = await createOperatorToken(server, { label: 'test' })
    const publish = (path: string, body: object) =>
      call(server, 'POST', `/operator/v1/applications${path}`, { bearer, body })
    const manifest = { client_name: 'com.example.offer', display_name: 'Offer' }
    const first = await publish('', { ...manifest, scope: 'users:read' })
    assert.equal(first.status, 201, first.text)
    const page = await console.open({ path: '/applications' })
    const offer = page.getByRole('listitem').filter({ hasText: 'Offer' })
    await offer.getByRole('button', { name: 'Install' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Read users').waitFor()
    await assertAccessible(page)
    await dialog.getByRole('button', { name: 'Install it' }).click()
    await dialog.getByText('Client secret', { exact: true }).waitFor()
    await dialog.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByText('From your operator, version 1').waitFor()

    const { id } = first.body as { readonly id: string }
    const next = await call(server, 'PUT', `/operator/v1/applications/${id}`, {
      bearer,
      body: { ...manifest, scope: 'users:read users:write' },
    })
    assert.ok(next.status < 300, next.text)
    await page.reload()
    await page.getByText('Your operator offers version 2 of this application.').waitFor()
    await page.getByRole('button', { name: 'Update' }).click()
    await dialog.getByText('Change users · New in this version').waitFor()
    await dialog.getByRole('button', { name: 'Take this version' }).click()
    await page.getByText('From your operator, version 2').waitFor()
    assertQuiet(page)
  })
})
