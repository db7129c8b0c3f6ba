import { DomainError } from '#domain/errors.ts'
import {
  createPasswordHasher,
  type PasswordHasherOptions,
} from '#lib/password-hash/create-password-hasher.ts'
import type { PasswordHasher } from '#lib/password-hash/password-hasher.ts'

/** About a second and a half of waiting for each thread; whoever comes then is better told to come back. */
const defaultMaxQueue = 128

/** The hasher of a server, or of a command: a full queue is a refusal that the client can read. */
export function createPasswords(
  options: Partial<Omit<PasswordHasherOptions, 'refusal'>> = {},
): PasswordHasher {
  return createPasswordHasher({
    maxQueue: defaultMaxQueue,
    ...options,
    refusal: () =>
      new DomainError('too_many_requests', 'Too many logins are under way. Try again.', {
        retryAfterSeconds: 5,
        cause: new Error('the queue of the password hasher is full'),
      }),
  })
}
