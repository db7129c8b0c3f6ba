import { fieldsOf } from '@watchword/protocol/api/error-envelope.ts'
import type { InputMode, ParseResult } from '@watchword/protocol/api/input-reader.ts'
import { parseIdList } from '@watchword/protocol/api/parse-input.ts'
import { actorOf, type Caller, type Origin } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { Reads } from '#storage/port.ts'
import type { ConfigObject } from './config-object.ts'
import { type ConfigReading, type ConfigReads, createConfigReads } from './config-reads.ts'
import {
  type ConfigRules,
  forbidden,
  type Item,
  planCreation,
  planRemoval,
  planUpdate,
} from './config-rules.ts'
import { type ConfigPlan, type ConfigWritePorts, writeConfig } from './config-writes.ts'
import { placeOf } from './faults.ts'
import { type ConfigRights, rightsOf } from './rights.ts'

/** Who asks for a write, from where, and against which revision. */
export type WriteAsk = {
  readonly caller: Caller
  readonly origin: Origin
  readonly revision: number | undefined
}

/** A body that was read. `I` is what one item of it says. */
type Body<I> = { readonly single: boolean; readonly items: readonly I[] }
type Identified<I> = I & { readonly id: number }

/** One kind of object: how it is read, what a body of it says, and the rules it follows. */
export type ConfigDefinition<T extends ConfigObject, I, C, V> = ConfigReading<T, V> & {
  readonly parse: {
    one(body: unknown): ParseResult<I & { readonly id?: number | null }>
    created(body: unknown): ParseResult<Body<I>>
    updated(body: unknown): ParseResult<Body<Identified<I>>>
  }
  /** Whether such a write may be tried at all: asked before the body is read. */
  mayTry(rights: ConfigRights, what: InputMode | 'remove'): boolean
  /** The rules for one caller and one body. What takes long is done here, before the account is held. */
  rulesFor(
    ask: WriteAsk,
    rights: ConfigRights,
    items: readonly (Item<I> & { readonly id?: number })[],
  ): Promise<ConfigRules<T, I, C>>
}

/** What a write answers. `single`: the body was one bare object, and so is the answer. */
export type WriteResult<T, V> = {
  readonly revision: number
  readonly single: boolean
  readonly objects: readonly T[]
  readonly view: V
}

/** The seven methods of contract 1 §4.1 and §5.1 for one kind of object. */
export type ConfigUseCases<T extends ConfigObject, V> = ConfigReads<T, V> & {
  create(ask: WriteAsk, body: unknown): Promise<WriteResult<T, V>>
  updateMany(ask: WriteAsk, body: unknown): Promise<WriteResult<T, V>>
  updateOne(ask: WriteAsk, id: number, body: unknown): Promise<WriteResult<T, V>>
  removeMany(ask: WriteAsk, body: unknown): Promise<WriteResult<T, V>>
  removeOne(ask: WriteAsk, id: number): Promise<WriteResult<T, V>>
}

/** Joins the reads and writes of one kind. */
export function createConfigUseCases<T extends ConfigObject, I, C, V>(
  ports: ConfigWritePorts & { readonly storage: { readonly read: Reads } },
  definition: ConfigDefinition<T, I, C, V>,
): ConfigUseCases<T, V> {
  const { kind, parse } = definition
  const reads = ports.storage.read

  function demand(ask: WriteAsk, what: InputMode | 'remove'): ConfigRights {
    const rights = rightsOf(ask.caller)
    if (!definition.mayTry(rights, what)) throw forbidden(kind)
    return rights
  }

  async function write(
    ask: WriteAsk,
    plan: ConfigPlan<T>,
    single: boolean,
  ): Promise<WriteResult<T, V>> {
    const { caller, origin, revision } = ask
    const { accountId } = caller
    const actor = actorOf(caller, origin)
    const { requestId } = origin
    const written = await writeConfig(ports, kind, { accountId, revision, actor, requestId }, plan)
    const view = await definition.loadView(reads, accountId, written.objects)
    return { ...written, single, view }
  }

  async function update(
    ask: WriteAsk,
    rights: ConfigRights,
    body: Body<Identified<I>>,
  ): Promise<WriteResult<T, V>> {
    const items = body.items.map((input, index) => {
      return { place: placeOf(body.single, index), id: input.id, input }
    })
    const rules = await definition.rulesFor(ask, rights, items)
    return write(ask, planUpdate(rules, items), body.single)
  }

  async function remove(
    ask: WriteAsk,
    rights: ConfigRights,
    ids: readonly number[],
    single: boolean,
  ): Promise<WriteResult<T, V>> {
    const rules = await definition.rulesFor(ask, rights, [])
    const items = ids.map((id, index) => ({ place: single ? '' : `[${index}].`, id }))
    return write(ask, planRemoval(rules, items), single)
  }

  return {
    ...createConfigReads({ reads }, definition),

    async create(ask, body) {
      const rights = demand(ask, 'create')
      const { single, items: inputs } = acceptBody(parse.created(body))
      const items = inputs.map((input, index) => ({ place: placeOf(single, index), input }))
      const rules = await definition.rulesFor(ask, rights, items)
      return write(ask, planCreation(rules, items), single)
    },

    async updateMany(ask, body) {
      return update(ask, demand(ask, 'update'), acceptBody(parse.updated(body)))
    },

    async updateOne(ask, id, body) {
      const rights = demand(ask, 'update')
      const input = acceptBody(parse.one(body))
      if (typeof input.id === 'number' && input.id !== id) {
        throw new DomainError('validation_failed', 'The body names another object than the path.', {
          fields: ['id: must be the id in the path, or be left out'],
        })
      }
      return update(ask, rights, { single: true, items: [{ ...input, id }] })
    },

    async removeMany(ask, body) {
      return remove(ask, demand(ask, 'remove'), acceptBody(parseIdList(body)), false)
    },

    async removeOne(ask, id) {
      return remove(ask, demand(ask, 'remove'), [id], true)
    },
  }
}

/** The value of a body, or every fault in it. */
export function acceptBody<T>(result: ParseResult<T>): T {
  if (result.ok) return result.value
  throw new DomainError('validation_failed', 'The body is not valid; "fields" names every fault.', {
    fields: fieldsOf(result.faults),
  })
}
