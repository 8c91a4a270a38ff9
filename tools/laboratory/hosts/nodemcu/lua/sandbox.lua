-- Takes away what stock Lua has and NodeMCU's has not. Runs last: the parts of the host keep what they took before.
local host = ...

local function only(names)
  local kept = {}
  for name in names:gmatch("%S+") do kept[name] = true end
  return function(from)
    for name in pairs(from) do
      if not kept[name] then from[name] = nil end
    end
  end
end

local before53 = _VERSION == "Lua 5.1"
local original = getmetatable(math).__index
only(before53 and "abs ceil floor max min pow random randomseed sqrt pi huge"
  or "abs acos asin atan ceil cos deg exp tointeger floor fmod ult log max min modf rad random randomseed sin sqrt tan type pi huge maxinteger mininteger")(original)
-- Its numbers have 32 bits, by narrow-lua.ts.
if not before53 then original.maxinteger, original.mininteger = 2147483647, -2147483647 - 1 end
only("byte char dump find format gfind gmatch gsub len lower match rep reverse sub upper pack packsize unpack")(string)
only(before53 and "concat foreach foreachi getn maxn insert remove setn sort" or "concat insert pack unpack move remove sort")(table)
only("create resume running status wrap yield isyieldable")(coroutine)
only("traceback")(debug)
only("preload loaders searchers path cpath loaded config seeall")(package)

-- The ESP32's io is the host's own, made in file-handles.lua.
if host.chip == "esp8266" then io = nil end
os, bit32 = nil, nil
for _, name in ipairs({ "io", "os", "bit32" }) do
  if not _G[name] then package.loaded[name] = nil end
end
package.loaded.math, package.loaded.io = math, io
if not before53 then unpack, module, getfenv, setfenv, gcinfo, newproxy = nil, nil, nil, nil, nil, nil end
