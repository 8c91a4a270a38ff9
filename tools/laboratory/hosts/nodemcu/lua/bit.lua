-- The firmware's `bit` module: 32-bit words, answered as signed numbers.

-- Lua 5.3 has the operators, which 5.1 does not read.
local operators = [[
local function combined(two)
  return function(answer, ...)
    for i = 1, select("#", ...) do answer = two(answer, (select(i, ...))) end
    return answer
  end
end
return {
  band = combined(function(a, b) return a & b end),
  bor = combined(function(a, b) return a | b end),
  bxor = combined(function(a, b) return a ~ b end),
  bnot = function(value) return ~value end,
  lshift = function(value, count) return value << count end,
  rshift = function(value, count) return value >> count end,
  arshift = function(value, count) return count < 31 and value // (1 << count) or value < 0 and -1 or 0 end,
}]]

local WORD, SIGN = 4294967296, 2147483648

local function word(value) return math.floor(value) % WORD end
local function signed(value) return math.floor(value >= SIGN and value - WORD or value) end

local function combined(keep)
  return function(...)
    local answer = word((...))
    for i = 2, select("#", ...) do
      local a, b, bits, place = answer, word((select(i, ...))), 0, 1
      while a > 0 or b > 0 do
        if keep(a % 2, b % 2) then bits = bits + place end
        a, b, place = math.floor(a / 2), math.floor(b / 2), place * 2
      end
      answer = bits
    end
    return signed(answer)
  end
end

bit = math.type and load(operators)() or {
  band = combined(function(a, b) return a == 1 and b == 1 end),
  bor = combined(function(a, b) return a == 1 or b == 1 end),
  bxor = combined(function(a, b) return a ~= b end),
  bnot = function(value) return signed(WORD - 1 - word(value)) end,
  lshift = function(value, count) return signed(word(value) * 2 ^ count % WORD) end,
  rshift = function(value, count) return signed(math.floor(word(value) / 2 ^ count)) end,
  arshift = function(value, count) return math.floor(signed(word(value)) / 2 ^ count) end,
}
