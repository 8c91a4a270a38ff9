-- Functions by which tests and benches look inside; no program on the chip sees any of this.
local host = ...
local ask, op, event, handlers = host.ask, host.op, host.event, host.handlers
local load, dump, count = loadstring or load, string.dump, collectgarbage
local sethook, getinfo, floor = debug.sethook, debug.getinfo, math.floor
local WATCHED_INSTRUCTIONS = 1000000
local counted = 0
local bridge = getinfo(ask, "S").source

-- Lua's table of all strings doubles when it is full, and the host's names, which a chip has in flash, fill most of it. In
-- Lua 5.1 every program makes it grow, in 5.3 a large one alone, which would be said to hold 4 KB for a few names more.
if not loadstring then
  local ROOM = 400
  local strings = {}
  for i = 1, ROOM do strings[i] = "string " .. i end
end

local function bytes() return floor(count("count") * 1024) end

handlers[event.evaluate] = function(_, _, source)
  local run, problem = load(source, "=evaluate")
  if not run then error(problem, 0) end
  ask(op.result, 0, tostring((run())))
end

handlers[event.compile] = function(_, strip, source)
  local name, text = source:match("^(.-)\n(.*)$")
  local run, problem = load(text, "@" .. name)
  ask(op.result, run and 1 or 0, run and dump(run, strip == 1) or problem)
end

handlers[event.measure] = function()
  count()
  count()
  ask(op.measured, bytes())
end

handlers[event.count] = function() ask(op.measured, bytes()) end
-- A collection gives the unused part of the stack back; taking it again is not the program's allocation.
local function deepen(depth)
  if depth > 0 then return (deepen(depth - 1)) end
end

handlers[event.collecting] = function(_, on)
  count(on == 1 and "restart" or "stop")
  deepen(60)
end

-- Asks after so many instructions whether the event that runs is still the same one.
local function watch() ask(op.watchdog) end

local function step()
  local source = getinfo(2, "S").source
  if source ~= bridge and source:sub(1, 6) ~= "=host/" then counted = counted + 1 end
end

-- Counts the VM's instructions outside of the host's own functions.
handlers[event.counting] = function(_, on)
  if on == 1 then
    counted = 0
    sethook(step, "", 1)
  else
    sethook(watch, "", WATCHED_INSTRUCTIONS)
    ask(op.measured, counted)
  end
end

sethook(watch, "", WATCHED_INSTRUCTIONS)
