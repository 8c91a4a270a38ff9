-- `i2c` in software: one transfer at a time, each call done when it returns.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer
local esp32 = host.chip == "esp32"
local BUS, SLOW = 0, 100000
local ready = false

-- The ESP32's hardware interfaces queue their work for i2c.transfer; they are not modelled.
i2c = { SLOW = SLOW, TRANSMITTER = 0, RECEIVER = 1 }
if esp32 then i2c.SW = BUS end

local function bus(id, name)
  host.check(integer(id, 1, name) == BUS, 1, name, "invalid i2c interface id")
  if not ready and name ~= "setup" then error("i2c bus 0 was not set up", 3) end
end

function i2c.setup(id, data, clock, speed)
  bus(id, "setup")
  data, clock = integer(data, 2, "setup"), integer(clock, 3, "setup")
  if not esp32 and data == 0 then error("i2c SDA on D0 is not supported", 2) end
  host.check(data ~= clock and data >= 0 and clock >= 0, 2, "setup", "invalid pin")
  speed = integer(speed, 4, "setup")
  host.check(speed > 0 and (not esp32 or speed <= SLOW), 4, "setup", "i2c speed too high for i2c.SW interface")
  ready = true
  return speed
end

function i2c.start(id)
  bus(id, "start")
  ask(op.busStart)
end

function i2c.address(id, address, direction)
  bus(id, "address")
  address = integer(address, 2, "address")
  if address < 0 or address > 127 then error("wrong arg range", 2) end
  return ask(op.busAddress, address * 2 + integer(direction, 3, "address")) == 1
end

-- Numbers, strings and tables of numbers, in any mixture.
local function bytesOf(value)
  if type(value) == "string" then return value end
  if type(value) == "table" then
    local parts = {}
    for i = 1, #value do parts[i] = bytesOf(value[i]) end
    return table.concat(parts)
  end
  local number = integer(value, 2, "write")
  if number < 0 or number > 255 then error("wrong arg range", 3) end
  return string.char(number)
end

function i2c.write(id, ...)
  bus(id, "write")
  local count = select("#", ...)
  if count == 0 then error("wrong arg type", 2) end
  if count == 1 then return ask(op.busWrite, 0, bytesOf((...))) end
  return ask(op.busWrite, 0, bytesOf({ ... }))
end

function i2c.read(id, count)
  bus(id, "read")
  count = integer(count, 2, "read")
  if count <= 0 then return "" end
  return ask(op.busRead, count)
end

function i2c.stop(id)
  bus(id, "stop")
  ask(op.busStop)
end
