/** One RS256 verification and one RS256 signature, with nothing around them: a process for one core. */
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { answerParent } from './harness/child.ts'
import { type Operations, timeOperations } from './harness/time-operations.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const data = Buffer.from('x'.repeat(300))
const signature = sign('sha256', data, privateKey)

answerParent((message) => timeOperations(message as Operations, verifyAndSign))

function verifyAndSign(): Promise<Buffer> {
  if (!verify('sha256', data, publicKey, signature)) throw new Error('A wrong signature.')
  return signElsewhere()
}

function signElsewhere(): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', data, privateKey, (fault, made) =>
      fault === null ? resolve(made) : reject(fault),
    )
  })
}
