import { isObject } from '@watchword/protocol/json/is-object.ts'
import type { JsonSchema } from '#http/openapi/json-schema.ts'
import { type Html, html } from '#lib/html.ts'

/** Whether a schema is of what is sent, or of what is answered. */
export type Direction = 'request' | 'answer'

/** A schema as a tree that a person reads: each member with its type, what it means and what it may be. */
export function schemaTree(schema: JsonSchema, direction: Direction): Html {
  const members = membersOf(schema, direction)
  if (members.length === 0) {
    return html`<p class="whole"><span class="type">${typeOf(schema)}</span> ${factsOf(schema)}</p>`
  }
  const outer = typeOf(schema)
  return html`${outer !== 'object' && html`<p class="whole"><span class="type">${outer}</span></p>`}
    <ul class="tree">${members}</ul>`
}

function membersOf(schema: JsonSchema, direction: Direction): readonly Html[] {
  const { properties, required = [], items, additionalProperties } = schema
  if (properties !== undefined) {
    const named = Object.entries(properties).map(([name, member]) =>
      memberOf(name, member, direction, required.includes(name)),
    )
    const others =
      isObject(additionalProperties) &&
      memberOf('any other name', additionalProperties, direction, undefined)
    return others === false ? named : [...named, others]
  }
  if (items !== undefined) return membersOf(items, direction)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices === undefined)
    return schema.allOf?.flatMap((part) => membersOf(part, direction)) ?? []
  const rich = choices.filter((choice) => membersOf(choice, direction).length > 0)
  if (rich.length === 1) return rich.flatMap((choice) => membersOf(choice, direction))
  return rich.map(
    (choice, index) =>
      html`<li><p class="member"><span class="type">${index === 0 ? 'either' : 'or'}</span></p>
        <ul class="tree">${membersOf(choice, direction)}</ul></li>`,
  )
}

function memberOf(
  name: string,
  schema: JsonSchema,
  direction: Direction,
  required: boolean | undefined,
): Html {
  const inner = membersOf(schema, direction)
  const line = html`<code class="name">${name}</code>
    <span class="type">${typeOf(schema)}</span>${needOf(direction, required)}`
  const facts = factsOf(schema)
  return inner.length === 0
    ? html`<li><p class="member">${line}</p>${facts}</li>`
    : html`<li><details open><summary class="member">${line}</summary>${facts}
        <ul class="tree">${inner}</ul></details></li>`
}

/** What must be sent is worth a word, and so is what may be missing from an answer. */
function needOf(direction: Direction, required: boolean | undefined): Html | undefined {
  if (direction === 'request' && required === true) return html` <span class="must">required</span>`
  if (direction === 'answer' && required === false) return html` <span class="type">if any</span>`
  return undefined
}

/** The type of a schema, in a word or a few. */
export function typeOf(schema: JsonSchema): string {
  const { type, items, anyOf, oneOf, allOf } = schema
  const choices = anyOf ?? oneOf
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join(' or ')
  const names = [type ?? (schema.properties === undefined ? [] : 'object')].flat()
  if (names.length === 0) return allOf?.map(typeOf)[0] ?? literalType(schema)
  return names
    .map((name) =>
      name === 'array' && items !== undefined ? `list of ${plural(typeOf(items))}` : name,
    )
    .join(' or ')
}

function plural(type: string): string {
  return /^(string|integer|number|object|boolean)$/.test(type) ? `${type}s` : type
}

function literalType({ enum: values, const: only }: JsonSchema): string {
  const types = new Set(
    [...(values ?? []), ...(only === undefined ? [] : [only])].map((value) => typeof value),
  )
  return types.size === 1 ? [...types].join() : 'any'
}

/** What a schema says beside its type. */
export function factsOf(schema: JsonSchema): Html | undefined {
  const { description, enum: values, const: only, examples, default: usual } = schema
  const facts = [
    description !== undefined && html`<span>${prose(description)}</span>`,
    values !== undefined &&
      html`<span>one of ${values.map((value) => html`<code>${text(value)}</code> `)}</span>`,
    only !== undefined && html`<span>always <code>${text(only)}</code></span>`,
    usual !== undefined && html`<span>default <code>${text(usual)}</code></span>`,
    examples !== undefined && html`<span>such as <code>${text(examples[0])}</code></span>`,
    limitsOf(schema),
  ].filter((fact) => fact !== false && fact !== undefined)
  return facts.length === 0 ? undefined : html`<p class="facts">${facts}</p>`
}

function limitsOf(schema: JsonSchema): Html | undefined {
  const limits = [
    rangeOf('', schema.minimum, schema.maximum),
    rangeOf(' characters', schema.minLength, schema.maxLength),
    rangeOf(' entries', schema.minItems, schema.maxItems),
    schema.format,
  ].filter((limit) => limit !== undefined)
  return limits.length === 0 ? undefined : html`<span>${limits.join(', ')}</span>`
}

function rangeOf(unit: string, from: number | undefined, to: number | undefined) {
  if (from === undefined && to === undefined) return undefined
  if (from === undefined) return `at most ${to}${unit}`
  return to === undefined ? `at least ${from}${unit}` : `${from} to ${to}${unit}`
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Text whose `code` is set as code. */
export function prose(description: string): readonly (Html | string)[] {
  return description
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))
}
