-- `ow`: the one-wire bus, its signals made by the firmware. A pin that was not set up stays silent.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer
local MOST_BYTES = 256
local ready = {}

ow = {}

local function pinOf(value, name)
  local pin = integer(value, 1, name)
  host.check(pin >= 0, 1, name, "invalid pin")
  return pin
end

function ow.setup(pin)
  pin = pinOf(pin, "setup")
  if host.chip == "esp8266" and pin == 0 then error("no 1-wire for D0", 2) end
  ready[pin] = true
end

function ow.reset(pin)
  pin = pinOf(pin, "reset")
  if not ready[pin] then return 0 end
  return ask(op.oneWireReset, pin)
end

function ow.write_bytes(pin, bytes)
  pin, bytes = pinOf(pin, "write_bytes"), host.text(bytes, 2, "write_bytes")
  if ready[pin] then ask(op.oneWireWrite, pin, bytes) end
end

function ow.write(pin, byte)
  byte = integer(byte, 2, "write")
  host.check(byte >= 0 and byte <= 255, 2, "write", "invalid data")
  ow.write_bytes(pin, string.char(byte))
end

function ow.read_bytes(pin, count)
  pin, count = pinOf(pin, "read_bytes"), integer(count, 2, "read_bytes")
  if count == 0 then return end
  host.check(count > 0 and count <= MOST_BYTES, 2, "read_bytes", "Attempt to read too many characters")
  if not ready[pin] then return ("\255"):rep(count) end
  ask(op.select, pin)
  return ask(op.oneWireRead, count)
end

-- What is left of each pin's search: codes of eight bytes.
local searches = {}

function ow.reset_search(pin)
  searches[pinOf(pin, "reset_search")] = false
end

function ow.search(pin)
  pin = pinOf(pin, "search")
  if not ready[pin] then return end
  if not searches[pin] then
    ask(op.select, pin)
    searches[pin] = ask(op.oneWireSearch, 0) or ""
  end
  local code = searches[pin]:sub(1, 8)
  searches[pin] = #code == 8 and searches[pin]:sub(9)
  return #code == 8 and code or nil
end

function ow.read(pin) return ow.read_bytes(pin, 1):byte() end
function ow.skip(pin) ow.write(pin, 0xCC) end
function ow.depower() end
