import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Application } from './manifest.ts'
import { hiddenFromAll, launchAddress, menuApplications, menuStateOf } from './menu-view.ts'

const application: Application = {
  ...{ id: 'a', client_id: 'a', client_id_issued_at: 0, client_secret_expires_at: 0 },
  ...{ client_name: 'b', enabled: true, deleted: false, first_party: false, secret_readable: true },
  ...{ quick_launch_enabled: true, entry_uri: 'https://a.example' },
}

test('contract 2 section 1.5: in the menu are enabled ones, switched on, with an address, for the profile', () => {
  assert.equal(menuStateOf(application, 1), 'shown')
  assert.equal(menuStateOf({ ...application, enabled_for_profiles: [1] }, 1), 'shown')
  assert.equal(menuStateOf({ ...application, enabled_for_profiles: [2] }, 1), 'other_profiles')
  assert.equal(menuStateOf({ ...application, enabled: false }, 1), 'disabled')
  assert.equal(menuStateOf({ ...application, entry_uri: '' }, 1), 'no_address')
  assert.equal(menuStateOf({ ...application, quick_launch_enabled: false }, 1), 'off')
})

test('for no profile is for nobody', () => {
  assert.equal(hiddenFromAll({ ...application, enabled_for_profiles: [] }), 'other_profiles')
  assert.equal(hiddenFromAll({ ...application, enabled_for_profiles: [3] }), undefined)
})

test('the menu’s applications come first, then those that only could be in it', () => {
  const { entry_uri: _, quick_launch_enabled: __, ...other } = application
  const off = { ...application, id: 'off', client_name: 'a', quick_launch_enabled: false }
  assert.deepEqual(
    menuApplications([other, off, application]).map(({ id }) => id),
    ['a', 'off'],
  )
})

test('a tile leads to a web address or nowhere', () => {
  assert.equal(launchAddress('/start', 'https://id.example'), 'https://id.example/start')
  assert.equal(launchAddress('javascript:alert(1)', 'https://id.example'), undefined)
  assert.equal(launchAddress('', 'https://id.example'), undefined)
})
