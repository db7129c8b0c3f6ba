import { isEntryPoint } from '../engagements/entry-point.ts'
import { languageForm } from '../engagements/language.ts'
import { descriptionText, nameText } from './entity-text.ts'
import { flag, integer, list, type Reader, refuse, text } from './input-reader.ts'
import { listOf } from './list-of.ts'
import { anyObject, anyValue, choice, decimal, opaqueId, opaqueReference } from './open-values.ts'
import { optional, required } from './parse-input.ts'

/**
 * How each member of an engagement is read (contract 3 section 11). What several of them together must be, and what they
 * refer to, is the domain's to say.
 */

const visible = text({
  min: 1,
  max: 64,
  form: { pattern: /^[\x21-\x7e]+$/, reason: 'must be visible ASCII characters' },
})

const language = text({
  min: 1,
  max: 50,
  form: { pattern: languageForm, reason: 'must be a language tag, such as en-US' },
})

const entryPoint: Reader<string> = (() => {
  const bounded = text({ min: 1, max: 512 })
  const advice =
    'must be an address (https://brand.example/shop*), a section (sec://shop) or a number (tel://18005551234)'
  return {
    schema: { ...bounded.schema, description: advice },
    read: (value, path, context) => {
      const given = bounded.read(value, path, context)
      if (given === undefined || isEntryPoint(given)) return given
      const isLanguage = /^lang:\/\//i.test(given)
      return refuse(context, path, isLanguage ? 'is said in language' : advice)
    },
  }
})()

/** -1 is how clients write "no skill" (contract 3 section 9). */
const skillId = integer(-1, Number.MAX_SAFE_INTEGER)

/** The members that decide who is shown an engagement, and who comes in by it. */
export const targetFields = {
  name: required(nameText),
  description: optional(descriptionText),
  enabled: optional(flag),
  connectorId: optional(integer(1, Number.MAX_SAFE_INTEGER)),
  allowUnauthMsg: optional(flag),
  conversationType: optional(
    choice([
      [0, 'chat'],
      [1, 'messaging'],
    ]),
  ),
  channel: optional(
    choice([
      [1, 'web'],
      [2, 'mobile app'],
    ]),
  ),
  source: optional(
    choice([
      [0, 'web'],
      [12, 'mobile SDK'],
    ]),
  ),
  skillId: optional(skillId),
  language: optional(language),
  weight: optional(decimal(0, 1000)),
  windowId: optional(opaqueId),
  entryPoints: optional(listOf(entryPoint, { max: 20, unique: true })),
}

const small = integer(0, 1000)
const seconds = integer(0, 86_400)
const opaqueReferences = list(opaqueReference, 100)

/** The members that say how an engagement looks, and what belongs to parts that are not here. */
export const shownFields = {
  appInstallationId: optional(visible),
  isPopOut: optional(flag),
  isUnifiedWindow: optional(flag),
  useSystemRouting: optional(flag),
  renderingType: optional(small),
  type: optional(
    choice([
      [0, 'peeling corner'],
      [1, 'overlay'],
      [2, 'toaster'],
      [3, 'slide-out'],
      [5, 'embedded'],
      [6, 'sticky'],
    ]),
  ),
  subType: optional(small),
  onsiteLocations: optional(opaqueReferences),
  visitorBehaviors: optional(opaqueReferences),
  zones: optional(opaqueReferences),
  availabilityPolicy: optional(small),
  availabilityPolicyForMessaging: optional(small),
  timeInQueue: optional(seconds),
  followMePages: optional(small),
  followMeTime: optional(seconds),
  position: optional(anyObject),
  displayInstances: optional(list(anyObject, 20)),
  externalTargets: optional(anyValue),
}
