-- Argument checks with the sentences of Lua's C API.
local host = ...
local whole = math.tointeger

local function bad(position, name, text)
  error("bad argument #" .. position .. " to '" .. name .. "' (" .. text .. ")", 4)
end

local function got(wanted, value)
  return wanted .. " expected, got " .. (value == nil and "no value" or type(value))
end

--- The argument as a whole number. Lua 5.1 cuts a fraction off, Lua 5.3 refuses it.
function host.integer(value, position, name)
  local number = tonumber(value)
  if not number then bad(position, name, got("number", value)) end
  if not whole then return number < 0 and math.ceil(number) or math.floor(number) end
  local integer = whole(number)
  if not integer then bad(position, name, "number has no integer representation") end
  return integer
end

function host.text(value, position, name)
  if type(value) == "number" then return tostring(value) end
  if type(value) ~= "string" then bad(position, name, got("string", value)) end
  return value
end

function host.callback(value, position, name)
  if type(value) ~= "function" then bad(position, name, got("function", value)) end
  return value
end

function host.check(condition, position, name, text)
  if not condition then bad(position, name, text) end
end
