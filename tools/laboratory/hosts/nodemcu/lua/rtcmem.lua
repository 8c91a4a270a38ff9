-- `rtcmem`: 128 words that outlive deep sleep and a restart, but not a power cut.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer
local SLOTS = 128

local function inside(index, count) return index >= 0 and count >= 1 and index + count <= SLOTS end

local function from(index, count)
  if count == 0 then return end
  return ask(op.memoryRead, index), from(index + 1, count - 1)
end

rtcmem = {}

function rtcmem.read32(index, count)
  index, count = integer(index, 1, "read32"), count == nil and 1 or integer(count, 2, "read32")
  if inside(index, count) then return from(index, count) end
end

function rtcmem.write32(index, ...)
  index = integer(index, 1, "write32")
  local count = select("#", ...)
  if not inside(index, count) then return end
  for i = 1, count do
    ask(op.select, index + i - 1)
    local value = integer((select(i, ...)), i + 1, "write32")
    ask(op.memoryWrite, value >= 2147483648 and value - 4294967296 or value)
  end
end
