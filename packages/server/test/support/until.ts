import assert from 'node:assert/strict'

/** It is looked so often at least: a machine that stood still for the whole time has proven nothing. */
const fewestLooks = 20

/** Resolves once it holds; fails if it does not within so many milliseconds, saying what was to come true. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  withinMs: number,
  what = 'it',
): Promise<void> {
  const end = performance.now() + withinMs
  for (let looks = 1; !(await holds()); looks += 1) {
    const isLate = performance.now() > end && looks >= fewestLooks
    assert.ok(!isLate, `${what}, within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
