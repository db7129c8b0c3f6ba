import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { readPerson } from '@watchword/protocol/api/consumer-person.ts'
import type { StoredConsumer } from './consumer.ts'
import { type FindPersonPorts, rootsOf } from './find-person.ts'
import { readOrRefuse } from './read-or-refuse.ts'

/**
 * Whom a name means: nobody, somebody, or, by the name that applications use, up to two, whom the account's rule
 * links. Only their ids and times are told, and the name stands in no address and no log.
 */
export async function findConsumers(
  ports: FindPersonPorts,
  accountId: AccountId,
  body: unknown,
): Promise<readonly StoredConsumer[]> {
  const { ids } = await rootsOf(ports, accountId, readOrRefuse(readPerson(body)))
  const found: StoredConsumer[] = []
  for (const id of ids) {
    const stored = await ports.storage.read.consumers.find(accountId, id)
    if (stored?.sealedProfile !== undefined) found.push(stored)
  }
  return found
}
