-- The firmware around NodeMCU's Lua, for a real Lua on a computer: files in the folder that it runs in, the compiler,
-- timers that run when nobody is at the prompt, and names of modules that images ask for. With the argument "run", it
-- starts as a board whose console nobody uses: `init.lua`, and then its timers in their order.
local io, os = io, os
local esp8266 = _VERSION == "Lua 5.1"

local function sizeOf(name)
  local handle = io.open(name, "rb")
  if not handle then return nil end
  local size = handle:seek("end")
  handle:close()
  return size
end

file = {}
function file.list()
  local sizes = {}
  local listing = io.popen("ls -A")
  for name in listing:lines() do sizes[name] = sizeOf(name) end
  listing:close()
  return sizes
end
function file.exists(name) return sizeOf(name) ~= nil end
function file.remove(name) os.remove(name) end
function file.rename(from, to)
  -- SPIFFS gives no name twice.
  return not file.exists(to) and os.rename(from, to) ~= nil
end
function file.fsinfo()
  local used = 0
  for _, size in pairs(file.list()) do used = used + size end
  return 1000000 - used, used, 1000000
end
if esp8266 then
  function file.open(name, mode) return io.open(name, mode) end
end

node = { LFS = nil }
function node.restart() os.exit(true) end
function node.heap() return 40000 end
function node.chipid() return esp8266 and 0x1a2b3c or "0x1a2b3c" end
function node.info(name)
  if name ~= "sw_version" then error("bad argument #1 to 'info'", 2) end
  return { node_version_major = 3, node_version_minor = 0, node_version_revision = 0 }
end
function node.compile(name)
  local run, problem = loadfile(name)
  if not run then error(problem, 2) end
  local handle = io.open((name:gsub("%.lua$", ".lc")), "wb")
  handle:write(string.dump(run))
  handle:close()
end

local waiting = {}
tmr = { ALARM_SINGLE = 0, ALARM_SEMI = 1, ALARM_AUTO = 2, wdclr = function() end }
function tmr.create()
  local timer = {}
  function timer:alarm(ms, _, act)
    waiting[#waiting + 1] = { ms = ms, act = act }
    return true
  end
  return timer
end
if esp8266 then
  function tmr.now() return 0 end
end

for _, name in ipairs({ "adc", "bit", "gpio", "i2c", "net", "ow", "wifi", esp8266 and "pwm" or "ledc", not esp8266 and "time" or nil }) do
  _G[name] = _G[name] or {}
end

local starts = arg and arg[1] == "run"
-- The ESP8266 has no `io`, and programs tell the chips apart by that.
if esp8266 then _G.io = nil end
if starts then
  dofile("init.lua")
  while waiting[1] do
    table.sort(waiting, function(a, b) return a.ms < b.ms end)
    table.remove(waiting, 1).act()
  end
end
