import assert from 'node:assert/strict'
import { test } from 'node:test'
import { may } from '../../api/rights.ts'
import { dataSourceRights, dataSourceTabs, tabsFor } from './tabs.ts'

const somebody = (...ids: readonly number[]) => ({
  packages: ids.map((id) => ({ id, name: '' })),
  isAdministrator: false,
})
const [connectors, apiKeys] = ['/data-sources/connectors', '/data-sources/api-keys']

test('each sees the tabs that their profiles open, in the same order', () => {
  for (const [who, tabs] of [
    [somebody(), []],
    [somebody(20_015), []],
    [somebody(40_012), [connectors]],
    [somebody(10_006), [apiKeys]],
    [somebody(40_008), [apiKeys]],
    [somebody(40_008, 40_012), [connectors, apiKeys]],
    [{ ...somebody(), isAdministrator: true }, [connectors]],
  ] as const) {
    assert.deepEqual(
      tabsFor(who).map(({ to }) => to),
      tabs,
    )
  }
})

test('the menu has the page for exactly those who have a tab in it', () => {
  for (const { right } of dataSourceTabs) assert.ok(dataSourceRights.includes(right))
  for (const id of [0, 10_001, 10_006, 10_015, 40_000, 40_008, 40_012]) {
    const me = somebody(id)
    const inMenu = dataSourceRights.some((right) => may(me, right))
    assert.equal(inMenu, tabsFor(me).length > 0, `${id}`)
  }
})
