import { LRUCache } from 'lru-cache'

/**
 * Keeps the `max` entries that were used last. With the package's own `max` each cache would take the memory of a full
 * one at once, which nearly none ever is: some megabytes of a server at rest.
 */
export function createRecentlyUsed<V extends object>(max: number): LRUCache<string, V> {
  return new LRUCache<string, V>({ maxSize: max, sizeCalculation: () => 1 })
}
