-- `gpio` of the ESP8266: pins by the D number that is printed on the board.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer
local INPUT, OUTPUT, INTERRUPT = 0, 1, 2
local HIGHEST_PIN = 12
local EDGES = { none = true, up = true, down = true, both = true, low = true, high = true }
local watchers = {}

gpio = { INPUT = INPUT, OUTPUT = OUTPUT, INT = INTERRUPT, PULLUP = 1 }

local function pinOf(value, name, lowest)
  local pin = integer(value, 1, name)
  host.check(pin >= (lowest or 0) and pin <= HIGHEST_PIN, 1, name, lowest and "Invalid interrupt pin" or "Invalid pin")
  return pin
end

function gpio.mode(pin, mode, pullUp)
  pin, mode = pinOf(pin, "mode"), integer(mode, 2, "mode")
  host.check(mode >= INPUT and mode <= INTERRUPT, 2, "mode", "wrong arg type")
  host.check(mode ~= INTERRUPT or pin > 0, 1, "mode", "Invalid pin")
  if mode ~= INTERRUPT then watchers[pin] = nil end
  ask(op.select, pin)
  ask(op.pinMode, (mode == OUTPUT and 1 or 0) + (pullUp == 1 and 2 or 0))
end

function gpio.write(pin, level)
  ask(op.select, pinOf(pin, "write"))
  ask(op.pinWrite, integer(level, 2, "write") == 0 and 0 or 1)
end

function gpio.read(pin) return ask(op.pinRead, pinOf(pin, "read")) end

function gpio.trig(pin, edge, callback)
  pin = pinOf(pin, "trig", 1)
  host.check(EDGES[edge or "none"], 2, "trig", "invalid option")
  if edge == "none" or edge == nil then
    watchers[pin] = nil
  elseif callback then
    watchers[pin] = { edge = edge, callback = host.callback(callback, 3, "trig") }
  else
    host.check(watchers[pin], 3, "trig", "invalid callback type")
    watchers[pin].edge = edge
  end
end

host.handlers[host.event.pin] = function(pin, level)
  local watcher = watchers[pin]
  if not watcher then return end
  local edge = watcher.edge
  if edge == "both" or edge == (level == 1 and "up" or "down") or edge == (level == 1 and "high" or "low") then
    watcher.callback(level, ask(op.micros), 1)
  end
end
