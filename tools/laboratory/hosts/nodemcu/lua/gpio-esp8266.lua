-- `gpio` and `rotary` of the ESP8266: pins by the D number that is printed on the board.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer
local INPUT, OUTPUT, INTERRUPT = 0, 1, 2
local HIGHEST_PIN = 12
-- Bits: 1 rising, 2 falling. A level is told of when it comes.
local EDGES = { none = 0, up = 1, down = 2, both = 3, low = 2, high = 1 }
local watchers = {}

gpio = { INPUT = INPUT, OUTPUT = OUTPUT, INT = INTERRUPT, FLOAT = 0, PULLUP = 1 }

local function pinOf(value, name, lowest)
  local pin = integer(value, 1, name)
  host.check(pin >= (lowest or 0) and pin <= HIGHEST_PIN, 1, name, lowest and "Invalid interrupt pin" or "Invalid pin")
  return pin
end

local function watch(pin, edges, callback)
  watchers[pin] = callback
  ask(op.select, pin)
  ask(op.pinWatch, edges)
end

function gpio.mode(pin, mode, pull)
  pin, mode = pinOf(pin, "mode"), integer(mode, 2, "mode")
  host.check(mode >= INPUT and mode <= INTERRUPT, 2, "mode", "wrong arg type")
  host.check(mode ~= INTERRUPT or pin > 0, 1, "mode", "Invalid pin")
  if mode ~= INTERRUPT and watchers[pin] then watch(pin, 0, nil) end
  -- Pin 0 has no pull-up: the firmware takes the wish and does nothing.
  local pullsUp = pin > 0 and integer(pull or 0, 3, "mode") ~= 0
  ask(op.select, pin)
  ask(op.pinMode, (mode == OUTPUT and 1 or 0) + (pullsUp and 2 or 0))
end

function gpio.write(pin, level)
  ask(op.select, pinOf(pin, "write"))
  ask(op.pinWrite, integer(level, 2, "write") == 0 and 0 or 1)
end

function gpio.read(pin) return ask(op.pinRead, pinOf(pin, "read")) end

function gpio.trig(pin, edge, callback)
  pin = pinOf(pin, "trig", 1)
  local edges = EDGES[edge or "none"]
  host.check(edges, 2, "trig", "invalid option")
  if edges == 0 then
    watch(pin, 0, nil)
  elseif callback then
    watch(pin, edges, host.callback(callback, 3, "trig"))
  else
    host.check(watchers[pin], 3, "trig", "invalid callback type")
    watch(pin, edges, watchers[pin])
  end
end

host.handlers[host.event.pin] = function(pin, countAndLevel)
  local callback = watchers[pin]
  if callback then callback(countAndLevel % 2, ask(op.pinTime), math.floor(countAndLevel / 2)) end
end

local KNOBS, TURN = 3, 8
local knobs, turned = {}, {}

rotary = { TURN = TURN }

local function channelOf(value, name)
  local channel = integer(value, 1, name)
  if channel < 0 or channel >= KNOBS then error("rotary " .. channel .. " does not exist", 3) end
  return channel
end

-- The button and what it is told of are not modelled, nor is another set-up of a channel.
function rotary.setup(channel, a, b)
  channel = channelOf(channel, "setup")
  a, b = integer(a, 2, "setup"), integer(b, 3, "setup")
  host.check(a > 0 and a <= HIGHEST_PIN, 2, "setup", "Invalid pin")
  host.check(b > 0 and b <= HIGHEST_PIN, 3, "setup", "Invalid pin")
  if knobs[channel] then error("this model sets a channel up once", 2) end
  ask(op.select, a)
  knobs[channel] = ask(op.knobWatch, b)
end

function rotary.on(channel, kind, callback)
  channel = channelOf(channel, "on")
  if kind ~= TURN then error("this model tells of turns", 2) end
  if knobs[channel] then turned[knobs[channel]] = host.callback(callback, 3, "on") end
end

host.handlers[host.event.turned] = function(knob, position)
  if turned[knob] then turned[knob](TURN, position, ask(op.micros)) end
end
