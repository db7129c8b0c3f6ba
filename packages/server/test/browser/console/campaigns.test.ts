import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectBrand, createBrand } from '../../support/brand.ts'
import {
  askAdmin,
  assertAccessible,
  assertFits,
  assertQuiet,
  type ConsoleContext,
  describeConsole,
  phone,
} from './support.ts'

const hostile = '<img src=x onerror="globalThis.owned=1">'

/** Calls the campaigns of the account, as its administrator. */
const ask = <T>(console: ConsoleContext, method: string, path: string, body?: object): Promise<T> =>
  askAdmin<T>(console, method, `/configuration/le-campaigns/campaigns${path}`, body)

type Made = { readonly id: number }
type Engagement = Made & {
  readonly name: string
  readonly allowUnauthMsg: boolean
  readonly connectorId: number
  readonly entryPoints: readonly string[]
  readonly enabled: boolean
}

const campaign = (console: ConsoleContext, body: object) =>
  ask<Made>(console, 'POST', '', body).then(({ id }) => id)
const engagement = (console: ConsoleContext, campaignId: number, body: object) =>
  ask<Made>(console, 'POST', `/${campaignId}/engagements`, body).then(({ id }) => id)

describeConsole('campaigns in the console', (console) => {
  test('from nothing to a published campaign with one engagement of each kind', async () => {
    const brand = createBrand(console.server)
    const connector = await connectBrand(console.server, console.account, brand)
    const page = await console.open({ path: '/campaigns' })
    await page.getByRole('heading', { name: 'No campaign yet' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('main').getByRole('link', { name: 'New campaign' }).first().click()

    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText('This is needed.').waitFor()
    await assertAccessible(page)
    await page.getByLabel('Name').fill('Spring')
    await page.getByLabel('Begins').fill('2026-01-01T08:00')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { level: 1, name: 'Spring' }).waitFor()

    await page.getByRole('link', { name: 'Add engagement' }).click()
    await page.getByLabel('Name').fill('For customers')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Nobody has come in by this connector yet').waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Entry points').fill('https://brand.example/shop*\nnowhere')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Save engagement' }).click()
    await page.getByText(/must be an address/).waitFor()
    assert.equal(
      await page.getByLabel('Entry points').inputValue(),
      'https://brand.example/shop*\nnowhere',
    )
    await page.getByLabel('Entry points').fill('https://brand.example/shop*')
    await page.getByRole('button', { name: '4. Then' }).click()
    await page.getByRole('button', { name: 'Save engagement' }).click()
    await page.getByRole('heading', { level: 1, name: 'For customers' }).waitFor()
    await page.getByText('Its campaign is paused: publish it.').waitFor()

    await page.getByRole('link', { name: 'Spring' }).click()
    await page.getByRole('link', { name: 'Add engagement' }).click()
    await page.getByLabel('Name').fill('For everybody')
    await page.getByRole('button', { name: '2. Who' }).click()
    await page.getByLabel('Everybody else').check()
    await page.getByRole('button', { name: '4. Then' }).click()
    await page.getByRole('button', { name: 'Save engagement' }).click()
    await page.getByRole('heading', { level: 1, name: 'For everybody' }).waitFor()

    await page.getByRole('link', { name: 'Spring' }).click()
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('Spring is published.').waitFor()
    await page.getByRole('link', { name: 'For everybody' }).click()
    await page.getByText('Yes: such a consumer is shown this engagement.').waitFor()
    await assertAccessible(page)

    const [made] = await ask<readonly Made[]>(console, 'GET', '')
    const engagements = await ask<readonly Engagement[]>(console, 'GET', `/${made?.id}/engagements`)
    assert.deepEqual(
      engagements.map(({ name, allowUnauthMsg }) => [name, allowUnauthMsg]),
      [
        ['For customers', false],
        ['For everybody', true],
      ],
    )
    assert.equal(engagements[0]?.connectorId, connector)
    assert.deepEqual(engagements[0]?.entryPoints, ['https://brand.example/shop*'])
    assertQuiet(page, { except: /400/ })
  })

  test('what a page is shown, and why not the others; a switch that is taken back; names are text', async () => {
    const id = await campaign(console, { name: hostile, status: 1 })
    await engagement(console, id, { name: 'Rare', allowUnauthMsg: true, language: 'eo', weight: 9 })
    const page = await console.open({ path: '/campaigns/preview', colorScheme: 'dark' })
    const shown = page.getByRole('status').filter({ hasText: 'What they are shown' })
    await shown.getByRole('link', { name: 'Rare' }).waitFor()
    await page.getByLabel('Language').fill('fr')
    await page.getByText('It is for another language.').waitFor()
    await assertAccessible(page)
    await page.getByLabel('Language').fill('no language at all')
    await page.getByRole('alert').first().waitFor()
    await page.getByLabel('Language').fill('')

    await page.goto(`${console.server.origin}/console/acme/campaigns/${id}`)
    await page.getByRole('heading', { level: 1, name: hostile }).waitFor()
    const toggle = page.getByRole('switch', { name: 'Rare is shown' })
    await toggle.click()
    await page.getByText('Rare is switched off.').waitFor()
    assert.equal(await toggle.isChecked(), false)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('switch', { name: 'Rare is shown', checked: true }).waitFor()
    assert.equal(await page.evaluate('globalThis.owned'), undefined)
    const [kept] = await ask<readonly Engagement[]>(console, 'GET', `/${id}/engagements`)
    assert.equal(kept?.enabled, true)

    await page.getByRole('button', { name: 'Delete' }).click()
    const question = page.getByRole('dialog')
    await question.getByText('The engagement “Rare” is deleted').waitFor()
    await assertAccessible(page)
    await question.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor()
    await page.getByRole('link', { name: hostile }).waitFor({ state: 'detached' })
    assertQuiet(page, { except: /400/ })
  })

  test('somebody else’s change is a choice; a server that is away takes nothing that was typed', async () => {
    const id = await campaign(console, { name: 'Shared', description: 'first' })
    const page = await console.open({ path: `/campaigns/${id}/edit` })
    await page.getByLabel('Goal').fill('mine')
    // Something else of the account is changed: that is nobody's concern here.
    await campaign(console, { name: `Elsewhere ${id}` })
    await ask(console, 'PUT', `/${id}`, { name: 'Shared', description: 'theirs' })
    await page.getByRole('button', { name: 'Save' }).click()
    const choice = page.getByRole('dialog', { name: 'Somebody else changed this' })
    await choice.getByRole('row', { name: 'Goal mine theirs' }).waitFor()
    await assertAccessible(page)
    await choice.getByRole('button', { name: 'Take theirs' }).click()
    assert.equal(await page.getByLabel('Goal').inputValue(), 'theirs')

    await page.getByLabel('Goal').fill('once more')
    await page.route('**/le-campaigns/**', (route) => route.abort())
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('The server was not reached.').waitFor()
    assert.equal(await page.getByLabel('Goal').inputValue(), 'once more')
    await page.getByRole('link', { name: 'Campaigns' }).first().click()
    const leave = page.getByRole('dialog', { name: 'Leave without saving?' })
    await leave.getByRole('button', { name: 'Cancel' }).click()
    assert.equal(await page.getByLabel('Goal').inputValue(), 'once more')
    await page.unroute('**/le-campaigns/**')
    await campaign(console, { name: `Elsewhere again ${id}` })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('once more').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Shared' }).waitFor()
    assertQuiet(page, { except: /412|ERR_FAILED/ })
  })

  test('on a phone nothing is cut off; an agent sees nothing of it', async () => {
    const id = await campaign(console, { name: 'Narrow', status: 1 })
    const shown = await engagement(console, id, { name: 'Small', allowUnauthMsg: true })
    const page = await console.open({ path: '/campaigns', viewport: phone })
    await page.getByRole('link', { name: 'Narrow' }).waitFor()
    await assertFits(page)
    const addresses = [
      ...[`/${id}`, `/${id}/edit`, `/${id}/engagements/${shown}`, '/preview'],
      `/${id}/engagements/${shown}/edit`,
    ]
    for (const address of addresses) {
      await page.goto(`${console.server.origin}/console/acme/campaigns${address}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await assertFits(page)
    }
    assertQuiet(page)

    const agent = await console.open({ role: 'agent', path: `/campaigns/${id}` })
    await agent.getByRole('alert').first().getByText('This needs a profile').waitFor()
    assert.equal(await agent.getByRole('link', { name: 'Campaigns', exact: true }).count(), 1)
    assert.equal(await agent.getByRole('button', { name: 'Publish' }).count(), 0)
    await assertAccessible(agent)
  })
})
