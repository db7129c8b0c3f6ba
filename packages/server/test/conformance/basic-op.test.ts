import { after, before, describe, test } from 'node:test'
import { databaseKinds } from '../support/storages.ts'
import { basicPlan } from './basic-plan.ts'
import { type Provider, startProvider } from './relying-party.ts'

for (const kind of databaseKinds) {
  describe(`Basic OP on ${kind}`, () => {
    let provider: Provider
    before(async () => {
      provider = await startProvider(kind)
    })
    after(() => provider.stop())

    for (const [name, run] of Object.entries(basicPlan)) test(name, () => run(provider, 'query'))
  })
}
