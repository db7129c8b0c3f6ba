import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertFits, assertQuiet, describeConsole, phone, signIn } from './support.ts'

describeConsole('signing in to the console', (console) => {
  for (const role of ['admin', 'agent', 'manager', 'campaigner'] as const) {
    test(`the ${role} comes in, quietly, on a phone and in the dark too`, async () => {
      for (const opening of [{}, { viewport: phone, colorScheme: 'dark' as const }]) {
        const page = await console.open({ role, anew: true, ...opening })
        assert.equal(page.url(), `${console.server.origin}/console/acme`)
        assertQuiet(page)
        await assertFits(page)
      }
    })
  }

  test('a wrong password is said at the login page, and the right one leads on', async () => {
    const page = await console.visit('/acme')
    await signIn(page, 'admin', 'not the password')
    await page.getByRole('alert').waitFor()
    await signIn(page, 'admin')
    await page.waitForURL(`${console.server.origin}/console/acme`)
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  })

  test('by another name of the machine it is the same console', async () => {
    const page = await console.visit('/acme')
    await page.locator('#username').waitFor()
    const { host } = new URL(console.server.origin)
    await page.goto(`http://${host.replace('127.0.0.1', 'localhost')}/console/acme`)
    await signIn(page, 'admin')
    await page.waitForURL((at) => at.href.startsWith(`${console.server.origin}/console/acme`))
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  })

  test('no token stands where another page of this origin could read it', async () => {
    const page = await console.open()
    const kept = (await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])',
    )) as string
    assert.doesNotMatch(kept, /[0-9a-f]{64}|eyJ/)
  })
})
