import { createHash } from 'node:crypto'

/**
 * Claims nonces, all of them in one step of the server. KEYS: the epoch, then the nonces. ARGV: the run id of
 * the server, the newest timestamp this process has claimed, the milliseconds a nonce is remembered, then the
 * timestamp of each nonce. Answers a number for each: 1 claimed, 0 replayed, 2 too old.
 *
 * The epoch begins with the next second: what was signed in this one may have been accepted and forgotten.
 */
export const claimScript = `
local run, since = string.match(redis.call('GET', KEYS[1]) or '', '^(%S+) (%d+)$')
since = tonumber(since or 0)
if run ~= ARGV[1] then
  since = math.max(since, tonumber(redis.call('TIME')[1]) + 1, tonumber(ARGV[2]) + 1)
  redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. string.format('%d', since))
end
local outcomes = {}
for i = 2, #KEYS do
  if tonumber(ARGV[i + 2]) < since then
    outcomes[i - 1] = 2
  elseif redis.call('SET', KEYS[i], '', 'NX', 'PX', ARGV[3]) then
    outcomes[i - 1] = 1
  else
    outcomes[i - 1] = 0
  end
end
return outcomes
`

/** By which the server knows the script once it has run it. */
export const claimScriptSha = createHash('sha1').update(claimScript).digest('hex')
