/**
 * What is done in Redis, each in one step. A channel is two hashes, in one slot of a cluster:
 *
 * - `lc:{ID}:nodes`: the version of each node that serves it, by its id, and under `keys` what its first joiner set
 * - `lc:{ID}:members`: who is in it, `NODE UID` to the member as envelope.ts writes one
 *
 * `lc:{nodes}` is when each node was last heard of, in milliseconds of the server's clock; `lc:{nodes}:claims` which of
 * the dead somebody is tidying up after, and until when; `lc:{nodes}:settled` from when on it is known which channels
 * there are; `lc:{NODE}:channels` the ids of the channels that a node serves.
 */

/** The field of a channel's nodes under which its keys are; a node's id is longer. */
export const KEYS_FIELD = 'keys';

/**
 * Enters a channel, or says anew what this node has in it. KEYS: nodes, members. ARGV: verb to publish with, topic, node,
 * version, keys, mode, envelope of its members, number of dead nodes, these, and the fields and values of its members.
 *
 * Mode `enter`: as nobody, whose keys count if the channel is nobody's; `unsettled`: the same, while that cannot be known;
 * `keep`: keys that are in force here; `reserved`: keys do not count.
 *
 * Answers `['in', keys, nodes, members]`, the hashes as lists without this node; or `['unsettled']`, or `['conflict']`:
 * meanwhile it has other keys.
 */
export const SYNC = `
local verb, topic, me, version, keys, mode, envelope = unpack(ARGV, 1, 7)
local count = tonumber(ARGV[8])
local gone = { [me] = true }
for i = 9, 8 + count do gone[ARGV[i]] = true end
local nodes, held = {}, false
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  if all[i] == 'keys' then held = all[i + 1]
  elseif gone[all[i]] then redis.call('HDEL', KEYS[1], all[i])
  else nodes[#nodes + 1] = all[i]; nodes[#nodes + 1] = all[i + 1] end
end
local members = {}
all = redis.call('HGETALL', KEYS[2])
for i = 1, #all, 2 do
  if gone[string.match(all[i], '^[^ ]+')] then redis.call('HDEL', KEYS[2], all[i])
  else members[#members + 1] = all[i]; members[#members + 1] = all[i + 1] end
end
if #nodes == 0 then
  if mode == 'unsettled' then return { 'unsettled' } end
  held = keys
  redis.call('HSET', KEYS[1], 'keys', keys)
elseif mode == 'keep' and held ~= keys then
  return { 'conflict' }
end
redis.call('HSET', KEYS[1], me, version)
for i = 9 + count, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
redis.call(verb, topic, envelope)
return { 'in', held, nodes, members }
`;

/**
 * Somebody came or went. KEYS: nodes, members. ARGV: verb, topic, node, version, envelope, field, and its value, or none
 * for who went.
 */
export const CHANGE = `
if ARGV[7] then redis.call('HSET', KEYS[2], ARGV[6], ARGV[7]) else redis.call('HDEL', KEYS[2], ARGV[6]) end
redis.call('HSET', KEYS[1], ARGV[3], ARGV[4])
redis.call(ARGV[1], ARGV[2], ARGV[5])
`;

/**
 * A node serves the channel no more. KEYS: nodes, members. ARGV: node; version at which it was seen dead, or nothing; verb,
 * topic and envelope unless it was.
 */
export const LEAVE = `
if ARGV[2] ~= '' and redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return end
redis.call('HDEL', KEYS[1], ARGV[1])
for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
  if string.match(field, '^[^ ]+') == ARGV[1] then redis.call('HDEL', KEYS[2], field) end
end
if redis.call('HLEN', KEYS[1]) <= redis.call('HEXISTS', KEYS[1], 'keys') then redis.call('DEL', KEYS[1], KEYS[2]) end
if ARGV[3] then redis.call(ARGV[3], ARGV[4], ARGV[5]) end
`;

/**
 * A sign of life. KEYS: when each was heard of, claims, settled. ARGV: node, milliseconds after which a node is dead, and
 * that it takes until it is known which channels there are.
 *
 * Answers: whether it was known and alive; the milliseconds until it is settled which channels there are; the dead; and
 * those of them that this node is to tidy up after.
 */
export const BEAT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit = now - tonumber(ARGV[2])
local last = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('SET', KEYS[3], now + ARGV[3], 'NX')
local dead = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', limit)
local mine = {}
for _, node in ipairs(dead) do
  local claim = redis.call('ZSCORE', KEYS[2], node)
  if not claim or tonumber(claim) < now then
    redis.call('ZADD', KEYS[2], now + ARGV[2], node)
    mine[#mine + 1] = node
  end
end
local known = 0
if last and tonumber(last) > limit then known = 1 end
return { known, math.max(0, redis.call('GET', KEYS[3]) - now), dead, mine }
`;
