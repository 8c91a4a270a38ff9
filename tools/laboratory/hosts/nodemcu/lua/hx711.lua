-- `hx711` of the ESP8266: the pins of one part. It takes pin 0, and reads nothing there: a fault here.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer
local HIGHEST_PIN, SIGN = 12, 0x800000
local clock, data

local function write(level)
  ask(op.select, clock)
  ask(op.pinWrite, level)
end

local function pulse()
  write(1)
  write(0)
  return ask(op.pinRead, data)
end

if host.chip == "esp8266" then
  hx711 = {}

  function hx711.init(clk, dout)
    clock, data = integer(clk, 1, "init"), integer(dout, 2, "init")
    for place, pin in ipairs({ clock, data }) do
      host.check(pin > 0 and pin <= HIGHEST_PIN, place, "init", "Invalid pin")
      ask(op.select, pin)
      ask(op.pinMode, 2 - place)
    end
    write(1)
  end

  function hx711.read(mode)
    host.check(mode == 0, 1, "read", "another channel")
    write(0)
    if ask(op.pinRead, data) == 1 then error("ADC timeout!", 2) end
    local counts = 0
    for _ = 1, 24 do counts = counts * 2 + pulse() end
    pulse()
    write(1)
    return counts < SIGN and counts or counts - 2 * SIGN
  end
end
