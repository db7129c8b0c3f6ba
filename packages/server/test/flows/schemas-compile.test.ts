import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isObject } from '@watchword/protocol/json/is-object.ts'
import { createSerializerCompiler, createValidatorCompiler } from '#http/plugins/lazy-compilers.ts'
import { allRoutes, methodsOf } from '../support/all-routes.ts'

test('every schema of every route compiles, though the server compiles each at its first use', async () => {
  const compileValidator = createValidatorCompiler()
  const compileSerializer = createSerializerCompiler()
  let compiled = 0
  for (const route of await allRoutes()) {
    const { schema = {}, url } = route
    const method = methodsOf(route).join()
    for (const httpPart of ['body', 'params', 'querystring', 'headers'] as const) {
      const part = schema[httpPart]
      if (!isObject(part)) continue
      const at = `${method} ${url} ${httpPart}`
      assert.doesNotThrow(() => compileValidator({ schema: part, method, url, httpPart }), at)
      compiled += 1
    }
    const response = Object.entries(isObject(schema.response) ? schema.response : {})
    for (const [httpStatus, answer] of response) {
      assert.ok(isObject(answer))
      const at = `${method} ${url} ${httpStatus}`
      assert.doesNotThrow(() => compileSerializer({ schema: answer, method, url, httpStatus }), at)
      compiled += 1
    }
  }
  assert.ok(compiled > 100, `only ${compiled} schemas`)
})
