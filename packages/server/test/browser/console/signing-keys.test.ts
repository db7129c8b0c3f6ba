import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, assertFits, assertQuiet, describeConsole, phone } from './support.ts'

describeConsole('signing keys in the console', (console) => {
  test('the picture and the table; a rotation, a second one that is refused, and one at once', async () => {
    const page = await console.open({ path: '/signing-keys' })
    const picture = page.getByRole('img', { name: /^Lives of the keys\. One key/ })
    await picture.waitFor()
    await page.getByText('Next rotation by the schedule').waitFor()
    await assertAccessible(page)

    const rotate = page.getByRole('button', { name: 'Rotate ES256' })
    const dialog = page.getByRole('dialog', { name: 'Give the ES256 key a successor' })
    await rotate.click()
    await dialog.getByText('It signs in four hours').waitFor()
    await assertAccessible(page)
    await dialog.getByRole('button', { name: 'Rotate' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const table = page.getByRole('table')
    await table.getByText('will sign next').waitFor()
    assertQuiet(page)

    await rotate.click()
    await dialog.getByRole('button', { name: 'Rotate' }).click()
    await dialog.getByRole('alert').getByText('A successor is published already').waitFor()
    await dialog.getByLabel('Sign with it at once').check()
    await dialog.getByRole('button', { name: 'Rotate' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await table.getByText('verifies only').waitFor()

    await table.getByRole('button', { name: /^Retire issuer-/ }).click()
    const sure = page.getByRole('dialog', { name: 'Retire this key before its time?' })
    await sure.waitFor()
    await assertAccessible(page)
    await sure.getByRole('button', { name: 'Retire it' }).click()
    await page
      .getByRole('alert')
      .getByText(/Tokens that the key signed may be valid until/)
      .waitFor()
    await assertAccessible(page)
    assert.equal(await table.getByRole('row').count(), 3, 'the key is still there')
    assertQuiet(page, { except: /409/ })
  })

  test('it fits a phone, in the dark; the way to the JWKS and the trail', async () => {
    const page = await console.open({
      path: '/signing-keys',
      viewport: phone,
      colorScheme: 'dark',
    })
    await page.getByRole('img', { name: /^Lives of the keys/ }).waitFor()
    await assertFits(page)
    await assertAccessible(page)
    const jwks = await page.getByRole('link', { name: 'Open the JWKS' }).getAttribute('href')
    const answer = await fetch(jwks ?? '')
    assert.equal(((await answer.json()) as { keys: unknown[] }).keys.length > 0, true)
    await page.getByRole('link', { name: 'Changes in the audit trail' }).click()
    await page.getByRole('table', { name: 'Events' }).waitFor()
    assert.match(page.url(), /type=ACSigningKeyObject/)
    assertQuiet(page)
  })
})
