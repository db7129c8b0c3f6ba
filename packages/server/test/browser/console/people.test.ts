import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, seedUser } from '../../support/test-server.ts'
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

/** Calls the configuration of people, as the account's administrator. */
const ask = <T>(console: ConsoleContext, method: string, path: string, body?: object): Promise<T> =>
  askAdmin<T>(console, method, `/configuration/le-users/${path}`, body)

type Made = { readonly id: number; readonly name: string }
const make = (console: ConsoleContext, kind: string, body: object) =>
  ask<Made>(console, 'POST', kind, body).then(({ id }) => id)

describeConsole('profiles, skills, agent groups and lines of business', (console) => {
  test('profiles: a matrix to compare, a new one of a role, its packages searched and switched', async () => {
    const page = await console.open({ path: '/profiles' })
    await page.getByRole('link', { name: 'Agent Manager' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Compare' }).click()
    const matrix = page.getByRole('table')
    await matrix.getByRole('row', { name: /^Publish campaigns/ }).waitFor()
    const row = matrix.getByRole('row', { name: /^Agent list/ })
    assert.deepEqual(await row.getByRole('cell').allTextContents(), [
      ...['not of this role', 'on', 'on', 'not of this role'],
    ])
    await assertAccessible(page)
    await page.getByLabel('Search packages').fill('agent edit profiles')
    await matrix.getByRole('row', { name: /^Publish campaigns/ }).waitFor({ state: 'detached' })

    await page.goto(`${console.server.origin}/console/acme/profiles/new`)
    await page.getByLabel('Name').fill(hostile)
    await page.getByRole('radio', { name: 'Agent Manager' }).check()
    assert.equal(await page.getByLabel('Name').inputValue(), hostile, 'what was typed stays')
    assert.equal(await page.getByRole('checkbox', { name: 'Core' }).isDisabled(), true)
    await page.getByRole('searchbox', { name: 'Search packages' }).fill('30005')
    await page.getByRole('checkbox', { name: 'Edit agent profiles' }).check()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { level: 1, name: hostile }).waitFor()
    await page.getByText('Nothing uses it.').waitFor()
    await assertAccessible(page)
    const profiles = await ask<
      readonly (Made & {
        readonly permissionPackages: readonly { id: number; isEnabled: boolean }[]
      })[]
    >(console, 'GET', 'profiles?v=4.0')
    const made = profiles.find(({ name }) => name === hostile)
    const enabled = made?.permissionPackages.filter(({ isEnabled }) => isEnabled)
    assert.ok(enabled?.some(({ id }) => id === 30_005))

    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { level: 1, name: 'Profiles' }).waitFor()
    await page.getByRole('link', { name: 'Agent', exact: true }).click()
    await page.getByText('It can be deleted once no user has it.').waitFor()
    await page.getByRole('link', { name: 'agent', exact: true }).waitFor()
    assert.equal(await page.evaluate('globalThis.owned'), undefined)
    assertQuiet(page)
  })

  test('skills: made with the skills they are transferred to, kept while something uses them', async () => {
    const lob = await make(console, 'lobs', { name: 'Retail' })
    const returns = await make(console, 'skills', { name: 'Returns', lobIds: [lob] })
    const page = await console.open({ path: '/skills/new', colorScheme: 'dark' })
    await page.getByLabel('Name').fill('Orders')
    await page.getByLabel('These skills only').check()
    await page.getByRole('combobox', { name: 'Skills that it may be transferred to' }).click()
    await page.getByRole('option', { name: 'Returns' }).click()
    await page.keyboard.press('Escape')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
    const skills = await ask<readonly (Made & { skillTransferList: unknown })[]>(
      ...([console, 'GET', 'skills?v=4.0'] as const),
    )
    const made = skills.find(({ name }) => name === 'Orders')
    assert.deepEqual(made?.skillTransferList, [returns])

    await page.goto(`${console.server.origin}/console/acme/skills/${returns}`)
    await page.getByText('Skills that transfer to it (1)').waitFor()
    await page.getByRole('link', { name: 'Orders' }).waitFor()
    assert.equal(await page.getByRole('button', { name: 'Delete' }).count(), 0)

    await page.getByLabel('Description').fill('mine')
    await ask(console, 'PUT', `skills/${returns}?v=4.0`, { name: 'Returns', description: 'theirs' })
    await page.getByRole('button', { name: 'Save' }).click()
    const choice = page.getByRole('dialog', { name: 'Somebody else changed this' })
    await choice.getByRole('row', { name: 'Description mine theirs' }).waitFor()
    await choice.getByRole('button', { name: 'Keep mine' }).click()
    await page.getByText('Saved.').waitFor()
    const kept = await ask<{ readonly description: string }>(
      ...([console, 'GET', `skills/${returns}?v=4.0`] as const),
    )
    assert.equal(kept.description, 'mine')

    await page.goto(`${console.server.origin}/console/acme/lobs`)
    await page.getByRole('link', { name: 'Retail' }).click()
    await page.getByRole('heading', { level: 1, name: 'Retail' }).waitFor()
    await page.getByLabel('Name').fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This is needed.').waitFor()
    await assertAccessible(page)
    assertQuiet(page, { except: /412/ })
  })

  test('agent groups: a tree, one made below another, moved by the keyboard and moved back', async () => {
    const support = await make(console, 'agentGroups', { name: 'Support', parentGroupId: -1 })
    await make(console, 'agentGroups', { name: 'Sales', parentGroupId: -1 })
    const page = await console.open({ path: `/agent-groups/below/${support}` })
    await page.getByLabel('Name').fill('Night')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { level: 1, name: 'Night' }).waitFor()
    await page.getByText('Main Group › Support').first().waitFor()

    await page.goto(`${console.server.origin}/console/acme/agent-groups`)
    await page.getByText('1 member · 1 manager').waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Move Night' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Move Night' })
    const parent = dialog.getByRole('combobox', { name: 'Below' })
    await parent.waitFor()
    await assertAccessible(page)
    await parent.fill('Sales')
    await page.getByRole('option', { name: /Sales/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Move', exact: true }).click()
    await page.getByText('Night is below Sales now.').waitFor()
    const parentOf = async () => {
      const groups = await ask<readonly (Made & { parentGroupId: number })[]>(
        ...([console, 'GET', 'agentGroups?v=4.0'] as const),
      )
      const night = groups.find(({ name }) => name === 'Night')
      return groups.find(({ id }) => id === night?.parentGroupId)?.name
    }
    assert.equal(await parentOf(), 'Sales')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Hide what is below Support' }).waitFor()
    assert.equal(await parentOf(), 'Support')

    await page.getByRole('button', { name: 'Hide what is below Support' }).click()
    await page.getByRole('link', { name: 'Night' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Support' }).click()
    await page.getByText('Groups below it (1)').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Delete' }).count(), 0)
    assertQuiet(page)
  })

  test('on a phone nothing is cut off; an agent may look, and change nothing', async () => {
    const group = await make(console, 'agentGroups', { name: hostile, parentGroupId: -1 })
    const { agent: profile } = console.account.profileIds
    const addresses = [
      ...['/profiles', '/profiles/compare', `/profiles/${profile}`, '/skills', '/skills/new'],
      ...['/agent-groups', `/agent-groups/${group}`, '/lobs'],
    ]
    const page = await console.open({ viewport: phone })
    for (const address of addresses) {
      await page.goto(`${console.server.origin}/console/acme${address}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await assertFits(page)
    }
    assertQuiet(page)

    for (let index = 1; index <= 23; index += 1) {
      await seedUser(console.server, console.account.id, {
        ...{ id: 9200 + index, loginName: `member${index}`, profileIds: [profile] },
        ...{ nickname: index === 3 ? hostile : '', isEnabled: index !== 2 },
        memberOf: { agentGroupId: group, assignmentDate: console.server.clock.now() },
      })
    }
    await page.goto(`${console.server.origin}/console/acme/agent-groups/${group}`)
    const members = page.getByRole('list', { name: 'Members' }).getByRole('listitem')
    await page.getByText('Members (23)').waitFor()
    assert.deepEqual((await members.allTextContents()).slice(0, 3), [
      ...['member1', 'member2 · disabled', `member3 · ${hostile}`],
    ])
    assert.equal(await members.count(), 20)
    await page.route('**/watchword/users/members*', (route) => route.abort())
    const more = page.getByRole('button', { name: 'Members: show more (3 are not shown)' })
    await more.click()
    await page.getByText('The server was not reached').waitFor()
    assert.equal(await members.count(), 20, 'those that are known stay')
    await page.unroute('**/watchword/users/members*')
    await more.click()
    await page.getByRole('link', { name: 'member23' }).waitFor()
    await page.locator(':focus', { hasText: 'member21' }).waitFor()
    assert.equal(await more.count(), 0)
    await assertFits(page)
    // Links that stand below each other are each a target of their own.
    await assertAccessible(page)

    const agent = await console.open({ role: 'agent', path: `/agent-groups/${group}` })
    await agent.getByText('You may look at it').waitFor()
    assert.equal(await agent.getByRole('textbox').count(), 0)
    assert.equal(await agent.getByRole('link', { name: 'Skills', exact: true }).count(), 0)
    await agent.goto(`${console.server.origin}/console/acme/skills/new`)
    await agent.getByText('Your profile does not allow this.').waitFor()
    const { bearer } = console.account.users.agent
    const url = '/api/account/acme/configuration/le-users/skills'
    const refused = await call(console.server, 'POST', url, { bearer, body: { name: 'x' } })
    assert.equal(refused.status, 403)
    assert.equal(await agent.evaluate('globalThis.owned'), undefined)
  })
})
