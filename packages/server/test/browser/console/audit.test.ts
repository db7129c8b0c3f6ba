import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { AuditEntry } from '#domain/audit/audit-event.ts'
import { entry, record } from '../../audit/support.ts'
import {
  assertAccessible,
  assertFits,
  assertQuiet,
  type ConsoleContext,
  describeConsole,
  phone,
} from './support.ts'

const image = '<img src=x onerror=alert(1)>'

/** Events of an hour ago, the one with many fields first. */
async function fill(console: ConsoleContext, count = 0): Promise<void> {
  const at = console.server.clock.now() - 3_600_000
  const settings = { objectType: 'ACAccountObject', objectId: 'acme', objectName: image }
  const request = { at, requestId: 'the-request', ...settings }
  const entries: AuditEntry[] = [
    entry({
      ...request,
      element: 'accessRestrictions.ranges',
      oldValue: '[]',
      newValue: '[{"range":"192.0.2.0/24"}]',
    }),
    entry({
      ...request,
      element: 'loginPolicy.minLength',
      oldValue: '15 (default)',
      newValue: '16',
    }),
    entry({ at, objectId: '4711', objectName: 'jane', actor: { address: '198.51.100.9' } }),
    ...Array.from({ length: count }, (_, index) =>
      entry({ at: at + index, objectType: 'ACSkillObject', objectName: `skill ${index}` }),
    ),
  ]
  await record(console.server, console.account, entries)
}

describeConsole('the audit trail in the console', (console) => {
  test('a list that filters by its address; an event, before and after; a link of another page', async () => {
    await fill(console)
    const page = await console.open({ path: '/audit?object=user:4711' })
    const list = page.getByRole('table', { name: 'Events' })
    await list.getByRole('cell', { name: 'Users · jane', exact: true }).waitFor()
    assert.equal(await list.getByRole('row').count(), 2)
    await assertAccessible(page)

    await page.getByRole('button', { name: /^Clear 1 filter/ }).click()
    const changed = list.getByRole('cell', { name: `Account settings · ${image}`, exact: true })
    await changed.first().waitFor()
    await page.getByLabel('Text anywhere').fill('minlength')
    await page.keyboard.press('Enter')
    await page.waitForURL(/text=minlength/)
    // The address changes before the list does, which shows this one too.
    await list.getByRole('cell', { name: 'Users · jane' }).waitFor({ state: 'detached' })
    await changed.waitFor()
    assert.equal(await list.getByRole('row').count(), 2)

    await list.getByRole('link').click()
    const drawer = page.getByRole('dialog', { name: /^Event/ })
    await drawer.getByRole('row', { name: /accessRestrictions/ }).waitFor()
    await drawer.getByRole('row', { name: /minLength 15 \(default\) 16/ }).waitFor()
    await drawer.getByText('192.0.2.0/24').first().waitFor()
    await drawer.getByText('the-request').first().waitFor()
    await assertAccessible(page)
    const opened = page.url()
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
    await page.goto(opened)
    await page
      .getByRole('dialog', { name: /^Event/ })
      .getByText('the-request')
      .first()
      .waitFor()
    assertQuiet(page)
  })

  test('a long trail is read as it is scrolled, by keyboard too, and exported by the same filters', async () => {
    await fill(console, 600)
    const page = await console.open({ path: '/audit?type=ACSkillObject', colorScheme: 'dark' })
    const list = page.getByRole('table', { name: 'Events' })
    await page.getByText('200 of 600').waitFor()
    assert.ok((await list.getByRole('row').count()) < 60, 'only what is seen is in the page')
    await list.getByRole('link').first().focus()
    for (const shown of ['400 of 600', '600 events']) {
      await page.keyboard.press('End')
      await page.getByText(shown, { exact: true }).waitFor()
    }
    await page.getByText('The trail begins here.').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ])
    assert.match(download.suggestedFilename(), /^audit-acme-\d{4}-\d{2}-\d{2}\.csv$/)
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n')
    assert.equal(lines.filter((line) => line.startsWith('Skills,')).length, 600)
    assert.equal(
      lines.some((line) => line.startsWith('Users,')),
      false,
    )
    await assertAccessible(page)
    assertQuiet(page)
  })

  test('the chain is verified, and a checkpoint that was never true is told', async () => {
    await fill(console)
    const page = await console.open({ path: '/audit', viewport: phone })
    await page.getByRole('table', { name: 'Events' }).waitFor()
    await assertFits(page)
    await page.getByRole('button', { name: 'Verify the chain' }).click()
    const dialog = page.getByRole('dialog', { name: 'Verify the chain' })
    const check = dialog.getByRole('button', { name: 'Check now' })
    await check.click()
    await dialog.getByRole('status').getByText('The trail is whole').waitFor()
    const checkpoint = dialog.getByLabel('Checkpoint of an earlier check')
    await checkpoint.fill('71')
    await check.click()
    await dialog.getByText('A checkpoint is a number, a colon and 64 hex digits.').waitFor()
    await checkpoint.fill(`2:${'0'.repeat(64)}`)
    await check.click()
    await dialog.getByRole('alert').getByText('The trail is not whole').waitFor()
    await assertAccessible(page)
    await assertFits(page)
    assertQuiet(page)
  })

  test('who may not read it has no entry in the menu, and is refused at its address', async () => {
    const page = await console.open({ role: 'agent', path: '/audit' })
    await page
      .getByRole('alert')
      .getByText(/permission package 10015/)
      .waitFor()
    assert.equal(await page.getByRole('navigation').getByText('Audit trail').count(), 0)
    assert.equal(await page.getByRole('button', { name: 'Export as CSV' }).count(), 0)
    await assertAccessible(page)
    assertQuiet(page, { except: /403/ })
  })
})
