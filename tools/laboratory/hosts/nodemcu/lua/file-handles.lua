-- Open files: `file.open` of the ESP8266 and `io.open` of the ESP32. At most four at once; a write is in flash at once.
local host = ...
local files = host.openFiles
local esp32 = host.chip == "esp32"
local MOST_OPEN = 4
local READ_CHUNK = 1024
local MODES = { r = true, w = true, a = true, ["r+"] = true, ["w+"] = true, ["a+"] = true }
local openCount = 0

local Handle = {}
Handle.__index = Handle

--- A handle, or nil when the file is not there, cannot be made, or four are open.
local function open(name, mode)
  mode = (mode or "r"):gsub("b", "")
  host.check(MODES[mode], 2, "open", "invalid mode")
  local contents = files.read(name)
  if openCount == MOST_OPEN or (not contents and mode:sub(1, 1) == "r") then return nil end
  if mode:sub(1, 1) == "w" or not contents then
    contents = ""
    if not files.write(name, "") then return nil end
  end
  openCount = openCount + 1
  return setmetatable({ name = name, mode = mode, contents = contents, position = 0 }, Handle)
end

local function opened(handle)
  if not handle.contents then error(esp32 and "attempt to use a closed file" or "open a file first", 3) end
end

local function take(handle, count)
  local bytes = handle.contents:sub(handle.position + 1, handle.position + count)
  handle.position = handle.position + #bytes
  return bytes
end

local function put(handle, bytes)
  if handle.mode == "r" then return false end
  local old = handle.contents
  local position = handle.mode:sub(1, 1) == "a" and #old or handle.position
  local new = old:sub(1, position) .. bytes .. old:sub(position + #bytes + 1)
  if not files.write(handle.name, new) then return false end
  handle.contents, handle.position = new, position + #bytes
  return true
end

local function lineEnd(handle, last)
  return handle.contents:find(last, handle.position + 1, true) or #handle.contents
end

function Handle:close()
  opened(self)
  openCount = openCount - 1
  self.contents = nil
  if esp32 then return true end
end

function Handle:flush()
  opened(self)
  return esp32 and self or true
end

function Handle:seek(whence, offset)
  opened(self)
  local bases = { set = 0, cur = self.position, ["end"] = #self.contents }
  local base = bases[whence or "cur"]
  host.check(base, 1, "seek", "invalid option")
  local position = base + (offset or 0)
  if position < 0 or position > #self.contents then return nil end
  self.position = position
  return position
end

if esp32 then
  local function readAs(handle, format)
    if type(format) == "number" then
      local bytes = take(handle, format)
      return (bytes ~= "" or format == 0) and bytes or nil
    end
    format = format:gsub("^%*", ""):sub(1, 1)
    if format == "a" then return take(handle, #handle.contents) end
    host.check(format == "l" or format == "L", 1, "read", "invalid format")
    if handle.position >= #handle.contents then return nil end
    local line = take(handle, lineEnd(handle, "\n") - handle.position)
    return format == "L" and line or (line:gsub("\n$", ""))
  end

  function Handle:read(format)
    opened(self)
    return readAs(self, format or "l")
  end

  function Handle:write(...)
    opened(self)
    for i = 1, select("#", ...) do
      if not put(self, host.text(select(i, ...), i, "write")) then return nil, "write failed", 5 end
    end
    return self
  end

  io = {
    open = function(name, mode)
      name = host.text(name, 1, "open")
      local handle = #name <= 31 and open(name, mode)
      if handle then return handle end
      return nil, name .. ": No such file or directory", 2
    end,
  }
else
  function Handle:read(what)
    opened(self)
    local count = type(what) == "number" and what or READ_CHUNK
    if type(what) == "string" then
      if #what ~= 1 then error("wrong arg range", 2) end
      count = math.min(READ_CHUNK, lineEnd(self, what) - self.position)
    end
    local bytes = take(self, count)
    return bytes ~= "" and bytes or nil
  end

  function Handle:readline() return self:read("\n") end

  function Handle:write(bytes)
    opened(self)
    return put(self, host.text(bytes, 1, "write")) or nil
  end

  function Handle:writeline(bytes) return self:write(host.text(bytes, 1, "writeline") .. "\n") end

  function file.open(name, mode) return open(files.name(name, 1, "open"), mode) end
end
