-- `tmr`: timers, and on the ESP8266 the clocks.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer
local SINGLE, SEMI, AUTO = 0, 1, 2
local LONGEST_MS = 6870947

local Timer = {}
Timer.__index = Timer
local registered, made = {}, 0

tmr = { ALARM_SINGLE = SINGLE, ALARM_SEMI = SEMI, ALARM_AUTO = AUTO }

function tmr.create()
  made = made + 1
  return setmetatable({ id = made }, Timer)
end

function Timer:alarm(ms, mode, callback)
  ms, mode = integer(ms, 1, "alarm"), integer(mode, 2, "alarm")
  host.check(ms >= 1 and ms <= LONGEST_MS, 1, "alarm", "Range: 1-6870947")
  host.check(mode == SINGLE or mode == SEMI or mode == AUTO, 2, "alarm", "Invalid mode")
  self.callback, self.mode, self.running = host.callback(callback, 3, "alarm"), mode, true
  registered[self.id] = self
  ask(op.select, self.id)
  ask(mode == AUTO and op.timerAuto or op.timerSingle, ms)
  return true
end

function Timer:stop()
  local wasRunning = self.running or false
  self.running = false
  ask(op.timerStop, self.id)
  return wasRunning
end

function Timer:unregister()
  self:stop()
  self.callback = nil
  registered[self.id] = nil
end

host.handlers[host.event.timer] = function(id)
  local timer = registered[id]
  if not timer then return end
  local callback = timer.callback
  if timer.mode ~= AUTO then timer.running = false end
  if timer.mode == SINGLE then
    timer.callback = nil
    registered[id] = nil
  end
  callback(timer)
end

function tmr.wdclr() end

if host.chip == "esp8266" then
  function tmr.now() return ask(op.micros) end
  function tmr.time() return ask(op.seconds) end
  -- 80 ticks a microsecond in 31 bits; exact to the tick is not modelled.
  function tmr.ccount() return ask(op.micros) % 26843545 * 80 end
  function tmr.softwd(seconds) ask(op.softWatchdog, integer(seconds, 1, "softwd")) end
end
