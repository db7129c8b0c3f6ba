import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { KickstartPorts } from '#domain/kickstart/kickstart-ports.ts'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import type { Storage } from '#storage/port.ts'
import { createCheapPasswords } from './cheap-passwords.ts'
import { createTestClock } from './clock.ts'
import { fixedMasterKeys } from './master-keys.ts'

/** What a process needs to apply a kickstart file, over its own view of the database. */
export function kickstartPorts(storage: Storage): KickstartPorts {
  const dataKeys = createDataKeys({ storage, masterKeys: fixedMasterKeys() })
  const passwords = createCheapPasswords()
  return { storage, dataKeys, clock: createTestClock(), passwords, isExempt: () => false }
}

/** The account id of a test. */
export function accountId(text: string) {
  const id = parseAccountId(text)
  if (id === undefined) throw new Error('not an account id')
  return id
}

/** A user of a kickstart file. */
export function kickstartUser(loginName: string, change: object = {}) {
  return {
    loginName,
    fullName: `Full ${loginName}`,
    nickname: loginName,
    email: `${loginName}@example.com`,
    profiles: ['Administrator'],
    ...change,
  }
}
