-- `dht`: one frame of 40 bits, which the firmware waits for. It compares the sum; what the numbers are goes by the chip.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer
local OK, ERROR_CHECKSUM, ERROR_TIMEOUT = 0, -1, -2
local NOTHING = -999

dht = { OK = OK, ERROR_CHECKSUM = ERROR_CHECKSUM, ERROR_TIMEOUT = ERROR_TIMEOUT }

local function words(bytes)
  local a, b, c, d, sum = bytes:byte(1, 5)
  local percent, celsius = (a * 256 + b) * 0.1, (c % 128 * 256 + d) * 0.1
  return percent, c < 128 and celsius or -celsius, (a + b + c + d) % 256 == sum
end

local function answer(status, celsius, percent)
  local function thousandths(value) return math.floor(math.abs(value) % 1 * 1000) * (value < 0 and -1 or 1) end
  return status, celsius, percent, thousandths(celsius), thousandths(percent)
end

if host.chip == "esp8266" then
  local HIGHEST_PIN = 12

  function dht.read(pin)
    pin = integer(pin, 1, "read")
    if pin < 1 or pin > HIGHEST_PIN then error("dht " .. pin .. " does not exist", 2) end
    local bytes = ask(op.dhtFrame, pin)
    if not bytes then return answer(ERROR_TIMEOUT, NOTHING, NOTHING) end
    local a, b, c, d, sum = bytes:byte(1, 5)
    -- Taken for a DHT11.
    if b == 0 and d == 0 and (a + c) % 256 == sum then return answer(OK, c, a) end
    local percent, celsius, isSound = words(bytes)
    return answer(isSound and OK or ERROR_CHECKSUM, celsius, percent)
  end
else
  local FIRST_INPUT_ONLY = host.variant.inputOnly

  function dht.read2x(pin)
    pin = integer(pin, 1, "read2x")
    host.check(pin >= 0 and pin < FIRST_INPUT_ONLY, 1, "read2x", "invalid gpio")
    local bytes = ask(op.dhtFrame, pin)
    if not bytes then return ERROR_TIMEOUT end
    local percent, celsius, isSound = words(bytes)
    return answer(isSound and OK or ERROR_CHECKSUM, celsius, percent)
  end
end
