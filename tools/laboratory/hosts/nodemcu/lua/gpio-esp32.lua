-- `gpio` and `rotary` of the ESP32: pins by GPIO number, set up by a table.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer
local IN, OUT = 1, 2
local PULL_UP = 1
-- Bits: 1 rising, 2 falling. Levels, 4 and 5, are not modelled.
local BOTH_EDGES = 3
local HIGHEST_PIN, FIRST_INPUT_ONLY = host.variant.highest, host.variant.inputOnly
-- Not bonded out, or the wires of the flash chip.
local ABSENT, FLASH = host.variant.absent, host.variant.flash
local watchers = {}

gpio = {
  IN = IN,
  OUT = OUT,
  FLOATING = 0,
  PULL_UP = PULL_UP,
  INTR_NONE = 0,
  INTR_UP = 1,
  INTR_DOWN = 2,
  INTR_UP_DOWN = BOTH_EDGES,
}

local function pinOf(value, name)
  local pin = integer(value, 1, name)
  if pin < 0 or pin > HIGHEST_PIN or ABSENT[pin] then error("invalid gpio", 3) end
  if FLASH[pin] then error("GPIO " .. pin .. " is a wire of the flash chip", 3) end
  return pin
end

local function configure(options)
  local pins = options.gpio
  if type(pins) == "number" then pins = { pins } end
  if type(pins) ~= "table" then error("missing/bad 'gpio' field", 3) end
  local direction = integer(options.dir, 1, "config")
  if direction ~= IN and direction ~= OUT then error("invalid argument", 3) end
  for _, value in ipairs(pins) do
    local pin = pinOf(value, "config")
    if direction == OUT and pin >= FIRST_INPUT_ONLY then error("invalid argument", 3) end
    ask(op.select, pin)
    -- The input-only pins have no resistors: the firmware takes the wish and does nothing.
    local pullsUp = options.pull == PULL_UP and pin < FIRST_INPUT_ONLY
    ask(op.pinMode, (direction == OUT and 1 or 0) + (pullsUp and 2 or 0))
  end
end

function gpio.config(...)
  for i = 1, select("#", ...) do
    local options = select(i, ...)
    if type(options) ~= "table" then error("bad argument #" .. i .. " to 'config' (table expected)", 2) end
    configure(options)
  end
end

function gpio.write(pin, level)
  ask(op.select, pinOf(pin, "write"))
  ask(op.pinWrite, integer(level, 2, "write") == 0 and 0 or 1)
end

function gpio.read(pin) return ask(op.pinRead, pinOf(pin, "read")) end

function gpio.trig(pin, edges, callback)
  pin, edges = pinOf(pin, "trig"), edges == nil and 0 or integer(edges, 2, "trig")
  if edges < 0 or edges > BOTH_EDGES then error("invalid argument", 2) end
  if callback ~= nil then host.callback(callback, 3, "trig") end
  if edges == 0 then watchers[pin] = nil elseif callback then watchers[pin] = callback end
  ask(op.select, pin)
  ask(op.pinWatch, edges)
end

host.handlers[host.event.pin] = function(pin, countAndLevel)
  local callback = watchers[pin]
  if callback then callback(pin, countAndLevel % 2) end
end

local TURN = 8
local turned = {}

rotary = { TURN = TURN }

-- The button and what it is told of are not modelled.
function rotary.setup(a, b)
  a, b = pinOf(a, "setup"), pinOf(b, "setup")
  ask(op.select, a)
  local knob = ask(op.knobWatch, b)
  local switch = {}
  function switch:on(kind, callback)
    if kind ~= TURN then error("this model tells of turns", 2) end
    turned[knob] = host.callback(callback, 2, "on")
  end
  return switch
end

host.handlers[host.event.turned] = function(knob, position)
  if turned[knob] then turned[knob](TURN, position, ask(op.micros)) end
end
