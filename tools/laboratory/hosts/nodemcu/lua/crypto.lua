-- The firmware's `crypto`, for a Lua without it: SHA-256 and SHA-1 (FIPS 180-4) of texts.

-- Words are 0 to 2^32-1 under 5.1. Under 5.3 they wrap where its whole numbers have 32 bits, and are cut where they have 64.
local add, xor, both, no, right, left
if math.type then
  local operators = load([[
local WORD = 0xffffffff
return
  function(a, b) return a + b & WORD end,
  function(a, b) return a ~ b end,
  function(a, b) return a & b end,
  function(a) return ~a & WORD end,
  function(a, n) return a >> n end,
  function(a, n) return a << n & WORD end
]])
  add, xor, both, no, right, left = operators()
else
  local WORD = 4294967296
  local nibbles = {}
  for a = 0, 15 do
    for b = 0, 15 do
      local bits, ands, place, x, y = 0, 0, 1, a, b
      for _ = 1, 4 do
        if x % 2 ~= y % 2 then bits = bits + place end
        if x % 2 + y % 2 == 2 then ands = ands + place end
        x, y, place = math.floor(x / 2), math.floor(y / 2), place * 2
      end
      nibbles[a * 16 + b] = { bits, ands }
    end
  end
  local bytes = { {}, {} }
  for a = 0, 255 do
    for b = 0, 255 do
      local high, low = nibbles[math.floor(a / 16) * 16 + math.floor(b / 16)], nibbles[a % 16 * 16 + b % 16]
      for kind = 1, 2 do bytes[kind][a * 256 + b] = high[kind] * 16 + low[kind] end
    end
  end
  local function by(combined)
    return function(a, b)
      local a0, b0 = a % 256, b % 256
      local a1, b1 = a % 65536 - a0, b % 65536 - b0
      local a2, b2 = a % 16777216, b % 16777216
      return combined[a0 * 256 + b0]
        + combined[a1 + b1 / 256] * 256
        + combined[(a2 - a1 - a0) / 256 + (b2 - b1 - b0) / 65536] * 65536
        + combined[(a - a2) / 65536 + (b - b2) / 16777216] * 16777216
    end
  end
  add = function(a, b) return (a + b) % WORD end
  xor, both = by(bytes[1]), by(bytes[2])
  no = function(a) return WORD - 1 - a end
  right = function(a, n) return math.floor(a / 2 ^ n) end
  left = function(a, n) return a * 2 ^ n % WORD end
end

local function turned(word, bits) return add(right(word, bits), left(word, 32 - bits)) end

local function wordAt(text, at)
  local a, b, c, d = string.byte(text, at, at + 3)
  return add(left(a, 24), b * 65536 + c * 256 + d)
end

local function bytesOf(words)
  local bytes = {}
  for i = 1, #words do
    local word = words[i]
    bytes[i] = string.char(both(right(word, 24), 255), both(right(word, 16), 255), both(right(word, 8), 255), both(word, 255))
  end
  return table.concat(bytes)
end

local function blocks(text, state, addBlock)
  local zeros = (55 - #text) % 64
  -- No text here has more than 2^28 bytes.
  local padded = text .. "\128" .. string.rep("\0", zeros) .. "\0\0\0\0" .. bytesOf({ #text * 8 })
  for at = 1, #padded, 64 do
    local w = {}
    for i = 1, 16 do w[i] = wordAt(padded, at + 4 * (i - 1)) end
    addBlock(state, w)
  end
  return bytesOf(state)
end

-- The constants as texts: a float of 32 bits holds no word.
local function words(hex)
  local list = {}
  for word in string.gmatch(hex, "%x+") do
    list[#list + 1] = wordAt((string.gsub(word, "..", function(byte) return string.char(tonumber(byte, 16)) end)), 1)
  end
  return list
end

local ROUNDS = words([[
428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe
9bdc06a7 c19bf174 e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d b00327c8 bf597fc7
c6e00bf3 d5a79147 06ca6351 14292967 27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b
c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3
748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2]])

local function addTo256(state, w)
  for i = 17, 64 do
    local early, late = w[i - 15], w[i - 2]
    local s0 = xor(xor(turned(early, 7), turned(early, 18)), right(early, 3))
    local s1 = xor(xor(turned(late, 17), turned(late, 19)), right(late, 10))
    w[i] = add(add(w[i - 16], s0), add(w[i - 7], s1))
  end
  local a, b, c, d, e, f, g, h = state[1], state[2], state[3], state[4], state[5], state[6], state[7], state[8]
  for i = 1, 64 do
    local s1 = xor(xor(turned(e, 6), turned(e, 11)), turned(e, 25))
    local choice = xor(both(e, f), both(no(e), g))
    local first = add(add(add(h, s1), add(choice, ROUNDS[i])), w[i])
    local s0 = xor(xor(turned(a, 2), turned(a, 13)), turned(a, 22))
    local majority = xor(xor(both(a, b), both(a, c)), both(b, c))
    a, b, c, d, e, f, g, h = add(first, add(s0, majority)), a, b, c, add(d, first), e, f, g
  end
  for i, word in ipairs({ a, b, c, d, e, f, g, h }) do state[i] = add(state[i], word) end
end

local function addTo1(state, w)
  for i = 17, 80 do w[i] = turned(xor(xor(w[i - 3], w[i - 8]), xor(w[i - 14], w[i - 16])), 31) end
  local k = words("5a827999 6ed9eba1 8f1bbcdc ca62c1d6")
  local a, b, c, d, e = state[1], state[2], state[3], state[4], state[5]
  for i = 1, 80 do
    local round = math.floor((i - 1) / 20)
    local f = xor(xor(b, c), d)
    if round == 0 then f = xor(both(b, c), both(no(b), d))
    elseif round == 2 then f = xor(xor(both(b, c), both(b, d)), both(c, d)) end
    a, b, c, d, e = add(add(turned(a, 27), f), add(add(e, k[round + 1]), w[i])), a, turned(b, 2), c, d
  end
  for i, word in ipairs({ a, b, c, d, e }) do state[i] = add(state[i], word) end
end

local algorithms = {
  SHA256 = function(text)
    return blocks(text, words("6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19"), addTo256)
  end,
  SHA1 = function(text) return blocks(text, words("67452301 efcdab89 98badcfe 10325476 c3d2e1f0"), addTo1) end,
}

crypto = {
  new_hash = function(name)
    local digest = algorithms[name] or error("unknown hash mech")
    local text = ""
    return {
      update = function(_, bytes) text = text .. bytes end,
      finalize = function() return digest(text) end,
    }
  end,
}
