import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { InstanceKeyRotation, SigningKeyList } from '@watchword/protocol/api/signing-key.ts'
import { operatorAuthority } from '#domain/operators/operator.ts'
import { everyZone, type KeyPorts } from '#domain/signing-keys/key-ports.ts'
import { rotateKeys } from '#domain/signing-keys/manage-keys.ts'
import type { HttpApp } from '#http/app.ts'
import { operatorOf } from '#http/authenticate-operator.ts'
import { describeKeys } from '#http/signing-key-answer.ts'
import { about, refusals } from './route-about.ts'

const path = '/operator/v1/signing-keys'

/** The keys that all zones share: of the compatible tokens, and of consumers. */
export function keyRoutes(app: HttpApp, keyPorts: KeyPorts): void {
  app.get(
    path,
    {
      schema: {
        ...about('The keys of the compatible tokens and of consumers, and their schedule'),
        response: { 200: SigningKeyList, ...refusals },
      },
    },
    async () => describeKeys(keyPorts, everyZone),
  )
  app.post(
    `${path}/rotate`,
    {
      schema: {
        ...about(
          'Give a key of the compatible tokens or of consumers a successor',
          'It is published at once, and signs four hours later. With purpose `appjwt`, verifiers that take the first ' +
            'key of the JWKS whatever its name refuse new AppJWTs from then until they have fetched the JWKS again. ' +
            'With `encryption`, brands that pasted the key have 90 days to paste the next one. ' +
            '409: a successor is published already.',
        ),
        body: InstanceKeyRotation,
        response: { 200: SigningKeyList, 404: ErrorEnvelope, 409: ErrorEnvelope, ...refusals },
      },
    },
    async (request) => {
      await rotateKeys(keyPorts, everyZone, request.body, operatorAuthority(operatorOf(request)))
      return describeKeys(keyPorts, everyZone)
    },
  )
}
