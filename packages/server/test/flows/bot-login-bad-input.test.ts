import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { type BotWorld, botBody, botLogin, startBotWorld } from '../support/bot.ts'
import { databaseKinds } from '../support/storages.ts'
import { call } from '../support/test-server.ts'

const isSameName = (value: unknown, name: string) =>
  typeof value === 'string' && value.toLowerCase() === name

for (const kind of databaseKinds) {
  describe(`contract 1 section 2.3: a bot’s login and bad input, on ${kind}`, () => {
    let world: BotWorld
    before(async () => {
      world = await startBotWorld(kind)
    })
    after(() => world.server.stop())

    const send = (body: unknown) =>
      call(world.server, 'POST', `/api/account/${world.acme.id}/login?v=1.3`, { body })
    const fieldsOf = (body: unknown) => Object(Object(body)['error']).fields

    test('a password beside the key: 400', async () => {
      for (const password of ['x', '', 7]) {
        const { status, body } = await send(botBody(world.key, { password }))
        assert.equal(status, 400)
        assert.deepEqual(fieldsOf(body), ['body/password: must be null'])
      }
    })

    test('each missing member is named, and nothing of the other form', async () => {
      const { status, body } = await send({ username: 'bot', appKey: world.key.keyId })
      assert.equal(status, 400)
      assert.deepEqual(fieldsOf(body), [
        "body: must have required property 'secret'",
        "body: must have required property 'accessToken'",
        "body: must have required property 'accessTokenSecret'",
      ])
      const { appKey: _missing, ...rest } = botBody(world.key)
      const without = await send(rest)
      assert.deepEqual(fieldsOf(without.body), ["body: must have required property 'appKey'"])
    })

    test('each wrong type is named', async () => {
      for (const value of [1, true, [], {}, ['x']]) {
        const change = { appKey: value, secret: value, accessToken: value, username: value }
        const { status, body } = await send(botBody(world.key, change))
        assert.equal(status, 400)
        assert.equal(fieldsOf(body).length, 4)
      }
    })

    test('no member, alone or with others, makes the server fail or lets anybody in', async () => {
      const text = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 500 }),
        // Six of the longest are still a body that is read.
        fc.constantFrom('', '\0', 'bot\0', '\ud800', '__proto__', 'BOT', 'x'.repeat(8000)),
      )
      const value = fc.oneof(text, fc.jsonValue())
      const members = { username: value, appKey: value, secret: value }
      const change = fc.record(
        { ...members, accessToken: value, accessTokenSecret: value, password: value },
        { requiredKeys: [] },
      )
      const right = botBody(world.key)
      const property = fc.asyncProperty(change, fc.boolean(), async (sent, alone) => {
        const body = alone ? sent : { ...right, ...sent }
        const { status, text: answer } = await send(body)
        const isRight = Object.entries(right).every(([name, given]) => {
          const value: unknown = Object(body)[name]
          return value === given || (name === 'username' && isSameName(value, given))
        })
        const expected = isRight && (Object(body).password ?? null) === null ? [200] : [400, 401]
        assert.ok(expected.includes(status), `${status} ${JSON.stringify(body)} ${answer}`)
        assert.doesNotMatch(answer, /\.ts:\d|SQLITE|select "/i)
      })
      await fc.assert(property, { numRuns: 200 })
      assert.equal((await botLogin(world)).status, 200)
    })
  })
}
