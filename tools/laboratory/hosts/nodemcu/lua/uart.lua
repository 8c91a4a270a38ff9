-- `uart` of the ESP32, without its console: the two that parts have. What comes is given in lots, as the program has asked.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer
local FIRST, LAST, FIRST_INPUT_ONLY, HIGHEST_PIN, MOST_IN_A_LOT = 1, 2, host.variant.inputOnly, host.variant.highest, 255
local lines, byPin = {}, {}

uart = { PARITY_NONE = 0, PARITY_EVEN = 1, PARITY_ODD = 2, STOPBITS_1 = 1, STOPBITS_1_5 = 2, STOPBITS_2 = 3 }

local function lineOf(value, name)
  local id = integer(value, 1, name)
  host.check(id >= FIRST and id <= LAST, 1, name, "this model has no console here: 1 or 2")
  lines[id] = lines[id] or { waiting = "", lot = 0, started = -1 }
  return lines[id]
end

-- -1 is no pin (UART_PIN_NO_CHANGE), and left out it is none of the firmware's numbers.
local function pin(pins, name, most)
  local number = type(pins) == "table" and tonumber(pins[name])
  if not number or number < -1 or number > most then error("bad argument #6 to 'setup' (pin " .. name .. ")", 3) end
  return number
end

function uart.setup(id, baud, bits, parity, stops, pins)
  local line = lineOf(id, "setup")
  baud = integer(baud, 2, "setup")
  local isUsual = integer(bits, 3, "setup") == 8 and parity == uart.PARITY_NONE and stops == uart.STOPBITS_1
  host.check(isUsual, 3, "setup", "this model speaks 8N1")
  line.baud, line.tx, line.rx = baud, pin(pins, "tx", FIRST_INPUT_ONLY - 1), pin(pins, "rx", HIGHEST_PIN)
  return baud
end

function uart.on(id, event, lot, callback)
  local line = lineOf(id, "on")
  if event ~= "data" then error("method not supported", 2) end
  if lot == nil then
    line.callback = nil
    return
  end
  line.ending = type(lot) == "string" and #lot == 1 and lot or nil
  lot = line.ending and MOST_IN_A_LOT + 1 or integer(lot, 3, "on")
  if lot < 0 or lot > MOST_IN_A_LOT and not line.ending then error("wrong arg range", 2) end
  line.lot, line.callback = lot, host.callback(callback, 4, "on")
end

function uart.start(id)
  local line = lineOf(id, "start")
  if not line.baud or byPin[line.started] == line then return false end
  byPin[line.rx], line.started, line.waiting = line, line.rx, ""
  ask(op.uartBaud, line.baud)
  ask(op.uartListen, line.rx)
  return true
end

function uart.stop(id)
  local line = lineOf(id, "stop")
  if byPin[line.started] == line then byPin[line.started] = nil end
end

-- Without a start the firmware's driver is not there, and what is written goes nowhere.
function uart.write(id, ...)
  local line = lineOf(id, "write")
  for i = 1, select("#", ...) do
    local given = select(i, ...)
    local bytes = type(given) == "number" and string.char(given) or host.text(given, i + 1, "write")
    if line.rx and byPin[line.rx] == line and line.tx >= 0 then
      ask(op.uartBaud, line.baud)
      ask(op.uartSend, line.tx, bytes)
    end
  end
end

host.handlers[host.event.heard] = function(rx, _, bytes)
  local line = byPin[rx]
  if not line then return end
  for i = 1, #bytes do
    local byte = bytes:sub(i, i)
    line.waiting = line.waiting .. byte
    if #line.waiting >= line.lot or byte == line.ending then
      local lot = line.waiting
      line.waiting = ""
      if line.callback then line.callback(lot) end
    end
  end
end
