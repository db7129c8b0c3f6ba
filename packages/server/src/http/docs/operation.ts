import type { OpenApiOperation, OpenApiParameter, OpenApiResponse } from '#http/openapi/document.ts'
import { type CredentialName, credentialNames, securitySchemes } from '#http/openapi/route-docs.ts'
import { type Html, html } from '#lib/html.ts'
import { curlOf } from './curl.ts'
import { factsOf, prose, schemaTree, typeOf } from './schema-tree.ts'

/** One operation, and where it is reached. */
export type DocumentedOperation = {
  readonly operation: OpenApiOperation
  readonly method: string
  readonly path: string
  readonly origin: string
}

/** Everything the document says of one operation. */
export function operationSection({ operation, method, path, origin }: DocumentedOperation): Html {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const body = Object.values(requestBody?.content ?? {})[0]?.schema
  return html`<article id="${operationId}" class="operation">
    <h3><a href="#${operationId}">${summary === '' ? operationId : summary}</a></h3>
    <p class="endpoint"><span class="method ${method}">${method.toUpperCase()}</span>
      <code>${breakable(path)}</code></p>
    ${description !== undefined && html`<p class="lead">${prose(description)}</p>`}
    <p class="credentials">${credentialsOf(operation)}</p>
    ${parameters.length > 0 && html`<h4>Parameters</h4>${parameterList(parameters)}`}
    ${body !== undefined && html`<h4>Body</h4>${schemaTree(body, 'request')}`}
    <h4>Answers</h4>
    ${Object.entries(responses).map(([status, response]) => responseSection(status, response))}
    <h4>Try it</h4>
    <pre tabindex="0"><code>${curlOf(operation, { origin, method, path })}</code></pre>
  </article>`
}

const titles: Readonly<Record<CredentialName, string>> = {
  bearer: 'bearer of a login',
  oauth1: 'signed with an API key',
  session: 'session cookie',
  client: 'application',
  consumer: 'consumer token',
  operator: 'operator token',
}

function credentialsOf({ security }: OpenApiOperation): Html {
  const names = security.flatMap((one) => credentialNames.filter((name) => one[name] !== undefined))
  return names.length === 0
    ? html`<span class="pill open">no credential</span>`
    : html`${names.map(
        (name) =>
          html`<span class="pill" title="${securitySchemes[name].description}">${titles[name]}</span> `,
      )}`
}

function parameterList(parameters: readonly OpenApiParameter[]): Html {
  return html`<ul class="tree parameters">${parameters.map(
    ({ name, in: place, required, description, schema }) =>
      html`<li><p class="member"><code class="name">${name}</code>
        <span class="type">${place}, ${typeOf(schema)}</span>${required && html` <span class="must">required</span>`}</p>
        ${factsOf(description === undefined ? schema : { description, ...schema })}</li>`,
  )}</ul>`
}

function responseSection(status: string, { description, content }: OpenApiResponse): Html {
  const line = html`<span class="status s${status.charAt(0)}">${status}</span> ${prose(description)}`
  const [[mediaType, media] = []] = Object.entries(content ?? {})
  // Every refusal has the shape that the section on errors shows.
  const refused = /^[45]/.test(status) && mediaType === 'application/json'
  if (media === undefined || refused) return html`<p class="response">${line}</p>`
  const other =
    mediaType === 'application/json'
      ? undefined
      : html`<p class="whole"><code>${mediaType}</code></p>`
  return html`<details class="response" ${status === '200' && 'open'}><summary>${line}</summary>
    ${other}${schemaTree(media.schema, 'answer')}</details>`
}

/** A long path may be broken after each slash. */
function breakable(path: string): readonly Html[] {
  return path.split(/(?<=\/)/).map((part) => html`${part}<wbr>`)
}
