import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import {
  anonymousConnector,
  authenticate,
  type Brand,
  claimsOf,
  connectBrand,
  createBrand,
  letNobodyIn,
  tokenOf,
} from '../../support/brand.ts'
import { call } from '../../support/test-server.ts'
import {
  assertAccessible,
  assertFits,
  assertQuiet,
  type ConsoleContext,
  describeConsole,
  phone,
} from './support.ts'

const consumers = '/api/account/acme/watchword/consumers'

type Ways = { readonly brand: Brand; readonly connector: number; readonly nobodys: number }
const ways = new WeakMap<object, Ways>()

/** The ways in of a server's account, made once. */
async function waysOf({ server, account }: ConsoleContext): Promise<Ways> {
  const brand = createBrand(server)
  const made = ways.get(server) ?? {
    brand,
    connector: await connectBrand(server, account, brand),
    nobodys: await anonymousConnector(server, account),
  }
  ways.set(server, made)
  return made
}

/** Somebody who was nobody first, and whose page said what it wanted. */
async function somebody(console: ConsoleContext, sub: string) {
  const { server, account } = console
  const { brand, connector, nobodys } = await waysOf(console)
  const nobody = await letNobodyIn(server, account, nobodys)
  await call(server, 'PUT', `${consumers}/me/attributes`, {
    bearer: nobody.token,
    body: { type: 'lead', lead: { topic: '<img src=x onerror=alert(1)>' } },
  })
  const answer = await authenticate(server, account.id, connector, {
    id_token: await brand.idToken({ sub, given_name: 'Wilhelmina', email: 'w@brand.example' }),
    step_up_from: nobody.token,
  })
  return String(claimsOf(tokenOf(answer))['sub'])
}

describeConsole('consumers in the console', (console) => {
  test('found by a name, told apart by what is vouched for, unlinked, exported and erased', async () => {
    const id = await somebody(console, 'wilma')
    const page = await console.open({ path: '/consumers' })
    const form = page.getByRole('form', { name: 'Find somebody' })
    await assertAccessible(page)
    await form.getByLabel('Name').fill('nobody-at-all')
    await form.getByRole('button', { name: 'Find' }).click()
    await form.getByText('Nobody is known by that name.').waitFor()
    await form.getByLabel('Name').fill('wilma')
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(`/consumers/${id}$`))
    await page.getByRole('heading', { level: 1, name: 'Wilhelmina' }).waitFor()
    await page
      .getByRole('table', { name: 'What is vouched for' })
      .getByText('w@brand.example')
      .waitFor()
    await page.getByText('<img src=x onerror=alert(1)>').waitFor()
    await assertAccessible(page)

    await page.getByRole('button', { name: /^Unlink / }).click()
    const sure = page.getByRole('dialog', { name: 'Take this step-up back?' })
    await sure.getByRole('button', { name: 'Take it back' }).click()
    await page.getByText('The step-up is taken back.').waitFor()
    await page.getByText('The page said nothing.').waitFor()
    assert.equal(await page.getByRole('button', { name: /^Unlink / }).count(), 0)

    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Consumers' })
      .click()
    const person = page.getByRole('region', { name: 'Erase or export a person' })
    await person.getByLabel('Name').fill('wilma')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      person.getByRole('button', { name: 'Export' }).click(),
    ])
    assert.match(await readFile(await download.path(), 'utf8'), /Wilhelmina/)
    await person.getByRole('button', { name: 'Erase', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Erase this person for good?' })
    const erase = dialog.getByRole('button', { name: 'Erase' })
    assert.equal(await erase.isDisabled(), true)
    await dialog.getByLabel('Type wilma to confirm').fill('wilma')
    await assertAccessible(page)
    await erase.click()
    await person.getByText('The person is erased, under 1 id.').waitFor()
    assert.equal((await page.content()).includes('Wilhelmina'), false)
    await assertAccessible(page)

    const tabs = page.getByRole('navigation', { name: 'Consumers' })
    await tabs.getByRole('link', { name: 'Erasures' }).click()
    await page
      .getByRole('table', { name: 'Receipts of erasures' })
      .getByText('as it was written')
      .waitFor()
    await tabs.getByRole('link', { name: 'Recent events' }).click()
    await page.getByRole('cell', { name: 'Step-up taken back' }).waitFor()
    await assertAccessible(page)
    assertQuiet(page)
  })

  test('an agent sees consumers, and nothing that is for administrators; it fits a phone, in the dark', async () => {
    const id = await somebody(console, 'fred')
    const page = await console.open({
      role: 'agent',
      path: '/consumers',
      viewport: phone,
      colorScheme: 'dark',
    })
    await page.getByRole('table', { name: 'Consumers' }).getByRole('link').first().waitFor()
    assert.equal(await page.getByRole('button', { name: 'Erase' }).count(), 0)
    assert.equal(await page.getByRole('link', { name: 'Erasures' }).count(), 0)
    await assertFits(page)
    await assertAccessible(page)
    await page.getByRole('link', { name: new RegExp(`^${id.slice(0, 8)}`) }).click()
    await page.getByRole('heading', { level: 1, name: 'Wilhelmina' }).waitFor()
    for (const name of [/^Unlink /, 'End all logins']) {
      assert.equal(await page.getByRole('button', { name }).count(), 0)
    }
    await assertFits(page)
    await assertAccessible(page)
    assertQuiet(page)

    const admin = await console.open({ path: '/consumers', colorScheme: 'dark' })
    await admin.getByRole('button', { name: 'Erase', exact: true }).waitFor()
    await assertAccessible(admin)
  })
})
