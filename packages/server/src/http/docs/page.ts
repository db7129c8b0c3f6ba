import { DomainApiError, ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import type { OpenApiDocument } from '#http/openapi/document.ts'
import { credentialNames, securitySchemes, type Tag } from '#http/openapi/route-docs.ts'
import { type Html, html } from '#lib/html.ts'
import { type DocumentedOperation, operationSection } from './operation.ts'
import { prose, schemaTree } from './schema-tree.ts'

/** The whole reference as one page: it is searched with the browser, and printed as it is. */
export function docsPage(document: OpenApiDocument): Html {
  const groups = document.tags.map(({ name, description }) => ({
    name,
    description,
    operations: operationsOf(document, name),
  }))
  return frame(
    'API reference',
    html`<div class="layout">
    <nav aria-label="Operations"><details class="menu"><summary>Contents</summary>
      ${groups.map(
        ({ name, operations }) => html`<h2><a href="#${anchorOf(name)}">${name}</a></h2>
        <ul>${operations.map(
          ({ operation, method }) => html`<li><a href="#${operation.operationId}">
            <span class="method ${method}">${method.toUpperCase()}</span>
            <span>${operation.summary === '' ? operation.operationId : operation.summary}</span></a></li>`,
        )}</ul>`,
      )}</details></nav>
    <main>
      <header class="head">
        <p class="home"><a href="/">Watchword</a></p>
        <h1>API reference</h1>
        <p class="lead">${document.info.summary}. Version ${document.info.version}. For machines:
          <a href="/openapi.json">openapi.json</a>, OpenAPI 3.1.</p>
      </header>
      ${credentialsSection()}
      ${errorsSection()}
      ${groups.map(
        ({ name, description, operations }) => html`<section id="${anchorOf(name)}" class="group">
          <h2>${name}</h2><p class="lead">${description}</p>
          ${operations.map(operationSection)}</section>`,
      )}
    </main></div>`,
  )
}

/** What stands at `/`: which product answers here, and where to read on. */
export function landingPage({ console }: { readonly console: boolean }): Html {
  return frame(
    'Watchword',
    html`<main class="landing">
      <h1>Watchword</h1>
      <p class="lead">An open authorization and identity server for conversational clouds.</p>
      <ul>
        ${console && html`<li><a href="/console">Console</a><span>for administrators: users, keys, applications, campaigns</span></li>`}
        <li><a href="/docs">API reference</a><span>every operation, with an example of each</span></li>
        <li><a href="/openapi.json">openapi.json</a><span>the same for machines, OpenAPI 3.1</span></li>
        <li><a href="/health/ready">Health</a><span>whether this server takes requests</span></li>
      </ul>
    </main>`,
  )
}

function frame(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === 'Watchword' ? title : `${title} · Watchword`}</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>${body}</body>
</html>
`
}

function credentialsSection(): Html {
  return html`<section id="credentials" class="group"><h2>Credentials</h2>
    <p class="lead">Each operation names those it takes. Any one of them suffices.</p>
    <dl>${credentialNames.map((name) => html`<dt><code>${name}</code></dt><dd>${prose(securitySchemes[name].description)}</dd>`)}</dl></section>`
}

function errorsSection(): Html {
  return html`<section id="errors" class="group"><h2>Errors</h2>
    <p class="lead">Each refusal carries a number that stays, <code>internalCode</code>, and a message that
      says what to do next. The header <code>X-Request-ID</code> tells the operator which request it was.</p>
    ${schemaTree(ErrorEnvelope, 'answer')}
    <p class="lead after">The directory alone answers without the envelope:</p>
    ${schemaTree(DomainApiError, 'answer')}</section>`
}

function operationsOf(document: OpenApiDocument, tag: Tag): readonly DocumentedOperation[] {
  const origin = document.servers[0]?.url ?? ''
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation.tags[0] === tag)
      .map(([method, operation]) => ({ operation, method, path, origin })),
  )
}

function anchorOf(tag: Tag): string {
  return `group-${tag.toLowerCase().replaceAll(' ', '-')}`
}
