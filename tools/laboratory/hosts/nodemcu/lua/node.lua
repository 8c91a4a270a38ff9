-- `node`: the chip itself.
local host = ...
local ask, op, integer, event = host.ask, host.op, host.integer, host.event
local load = loadstring or load
local LOW, MEDIUM, HIGH = 0, 1, 2
local esp32 = host.chip == "esp32"
local SOFTWARE_RESET = 19

node = { task = { LOW_PRIORITY = LOW, MEDIUM_PRIORITY = MEDIUM, HIGH_PRIORITY = HIGH } }

local function freeHeap() return ask(op.freeHeap, math.floor(collectgarbage("count") * 1024)) end

-- Before the chip runs out it collects what nobody holds.
function node.heap()
  local free = freeHeap()
  if free > 0 then return free end
  collectgarbage()
  return freeHeap()
end

function node.restart() ask(op.restart) end

function node.bootreason()
  local reasons = ask(op.bootReason)
  local raw, extended = math.floor(reasons / 256) % 256, reasons % 256
  if esp32 and extended == SOFTWARE_RESET then return raw, extended, math.floor(reasons / 65536) end
  return raw, extended
end

if esp32 then
  if host.variant.model == "esp32" then
    function node.chipid() return "0x" .. ask(op.chipId):gsub("^0+", "") end
  end
  function node.chipmodel() return host.variant.model end
  -- With Lua 5.3's single floats the count of microseconds is a float that loses digits, and does not wrap.
  function node.uptime() return ask(op.uptime) + (host.uptimeIsFloat and 0.0 or 0), 0 end
else
  function node.chipid() return tonumber(ask(op.chipId):sub(-6), 16) end
end

-- Graceful: the program runs on for a moment, and what it raises then is no matter. Of the ESP8266 longer sleeps than `dsleepMax` end at
-- once, as the counter of its RTC wraps (nodemcu-firmware, app/modules/node.c:162, :169).
function node.dsleep(options, option)
  if type(options) == "table" then
    local pin, level, pull = options.gpio, options.level, options.pull
    ask(op.select, pin or -1)
    return ask(op.deepSleep, (options.secs or 0) * 1000, pin and (level == 0 and "low" or "high") .. (pull and " pulled up" or "") or "")
  end
  host.check(type(options) == "number" and options >= 0 and options < 36000000000, 1, "dsleep", "invalid time value")
  host.check(option == nil or option <= 4, 2, "dsleep", "wrong option value")
  ask(op.deepSleep, math.floor(options / 1000), option and tostring(option) or "")
end

-- Only the emergency collector of Lua 5.1 builds has modes.
if _VERSION == "Lua 5.1" then
  node.egc = { NOT_ACTIVE = 0, ON_ALLOC_FAILURE = 1, ON_MEM_LIMIT = 2, ALWAYS = 4 }
  function node.egc.setmode(mode)
    host.check(mode == 0 or mode == 1 or mode == 2 or mode == 4, 1, "setmode", "invalid mode")
  end
end

function node.compile(name)
  name = host.text(name, 1, "compile")
  if not name:find("%.lua$") then error("not a .lua file", 2) end
  local run, problem = loadfile(name)
  if not run then error(problem, 2) end
  -- The chip leaves out what only debuggers read: an error in what it compiled names no line.
  local chunk = ask(op.stripped, 0, name)
  ask(op.selectName, 0, (name:gsub("%.lua$", ".lc")))
  if ask(op.fileWrite, 0, chunk) == 1 then return end
  -- The file was made before its first byte.
  ask(op.fileWrite, 0, "")
  error("writing to file failed", 2)
end

local queues = { [LOW] = {}, [MEDIUM] = {}, [HIGH] = {} }

function node.task.post(priority, task)
  if type(priority) == "function" then priority, task = LOW, priority end
  local queue = queues[integer(priority, 1, "post")]
  host.check(queue, 1, "post", "invalid  priority")
  queue[#queue + 1] = host.callback(task, 2, "post")
  ask(op.postTask)
end

host.handlers[event.task] = function()
  for priority = HIGH, LOW, -1 do
    local queue = queues[priority]
    if queue[1] then
      table.remove(queue, 1)(priority)
      return
    end
  end
end

local onError

function node.setonerror(handler)
  onError = handler
end

host.handlers[event.crashed] = function(_, _, message)
  if onError then onError(message) end
end
