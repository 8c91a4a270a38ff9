-- `file`: SPIFFS. On the ESP8266 with contents; on the ESP32 contents are the business of `io`.
local host = ...
local ask, op = host.ask, host.op
local esp32 = host.chip == "esp32"
local LONGEST_NAME = 31

local function nameOf(value, position, name)
  local text = host.text(value, position, name)
  host.check(#text > 0 and #text <= LONGEST_NAME and not text:find("%z"), position, name, "filename invalid")
  return text
end

file = {}

function file.exists(name) return ask(op.fileSize, 0, nameOf(name, 1, "exists")) >= 0 end
function file.remove(name) ask(op.fileRemove, 0, nameOf(name, 1, "remove")) end

function file.rename(from, to)
  from, to = nameOf(from, 1, "rename"), nameOf(to, 2, "rename")
  ask(op.selectName, 0, from)
  return ask(op.fileRename, 0, to) == 1
end

function file.list()
  local sizes = {}
  for size, name in ask(op.fileList):gmatch("(%d+) ([^\n]+)\n") do sizes[name] = math.floor(tonumber(size)) end
  return sizes
end

function file.fsinfo()
  local used, total = ask(op.filesUsed), ask(op.filesTotal)
  return total - used, used, total
end

host.openFiles = {
  read = function(name) return ask(op.fileRead, 0, name) end,
  write = function(name, contents)
    ask(op.selectName, 0, name)
    return ask(op.fileWrite, 0, contents) == 1
  end,
  name = nameOf,
}

if not esp32 then
  function file.getcontents(name)
    local contents = host.openFiles.read(nameOf(name, 1, "getcontents"))
    return contents ~= "" and contents or nil
  end

  function file.putcontents(name, contents)
    name, contents = nameOf(name, 1, "putcontents"), host.text(contents, 2, "putcontents")
    return host.openFiles.write(name, contents) or nil
  end

  function file.stat(name)
    name = nameOf(name, 1, "stat")
    local size = ask(op.fileSize, 0, name)
    return size >= 0 and { name = name, size = size } or nil
  end
end
