import { Type } from 'typebox'
import { type Reader, text } from './input-reader.ts'

/**
 * The texts of configuration entities. The reference documents no lengths (contract 1 section 4.3);
 * these limits are our decision.
 */

/** A name of 1 to 100 characters that is not blank, contract 1 sections 4.3, 5 and 5.1. */
export const nameText: Reader<string> = text({
  min: 1,
  max: 100,
  form: { pattern: /\S/, reason: 'must not be blank' },
})

/** A description of at most 1000 characters; it may have several lines. */
export const descriptionText: Reader<string> = text({ max: 1000, lines: true })

/**
 * A web address of at most 2048 characters, or a path. Consoles and windows show these as pictures
 * and links, so a scheme other than http and https is refused.
 */
export const urlText: Reader<string> = text({
  max: 2048,
  form: {
    pattern: /^(?!\s*(?!https?:)[a-z][a-z0-9+.-]*:)/i,
    reason: 'must be an http or https address, or a path',
  },
})

/**
 * A login name of 1 to 254 characters, often an e-mail address, contract 1 section 4.3. Characters that show
 * nothing, or turn the text around, would make one name look like another in lists and in the audit trail.
 */
export const loginNameText: Reader<string> = text({
  min: 1,
  max: 254,
  form: {
    pattern: /^(?!.*[\p{Cf}\p{Default_Ignorable_Code_Point}])\S(?:.*\S)?$/u,
    reason: 'must not begin or end with a space, nor hold characters that do not show',
  },
})

/** An e-mail address of at most 254 characters, or empty: bots often have no mailbox. */
export const emailText: Reader<string> = text({
  max: 254,
  form: { pattern: /^[^\s@]+@[^\s@]+$/, reason: 'must be an e-mail address' },
})

/** An identifier that we only carry, of at most 255 characters. */
export const referenceText: Reader<string> = text({ max: 255 })

/** A survey id: a text on the wire, which clients also send as a number, contract 1 section 5.1. */
export const surveyIdText: Reader<string> = {
  schema: Type.Union([referenceText.schema, Type.Integer()]),
  read: (value, path, context) =>
    referenceText.read(Number.isSafeInteger(value) ? `${value}` : value, path, context),
}
