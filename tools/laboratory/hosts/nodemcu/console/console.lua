-- Functions of a NodeMCU firmware for its console and for uploaders, beside those that programs use: `node.info`,
-- the old functions of `file` that work on the last opened file, `uart`, `encoder`. `options` says what differs.
local options = options_of_the_model
options_of_the_model = nil
local raw = "\1raw\1"

-- Those of the ESP32 that are for parts come from the host.
local parts = uart
uart = { PARITY_NONE = 0, STOPBITS_1 = 1, start = parts and parts.start, stop = parts and parts.stop }
function uart.on(id, ...)
  if parts and type(id) == "number" then return parts.on(id, ...) end
end
function uart.setup(id, ...)
  if parts and id ~= 0 then return parts.setup(id, ...) end
  return 115200
end
function uart.write(id, ...)
  if parts and id ~= 0 then return parts.write(id, ...) end
  for i = 1, select("#", ...) do
    local given = select(i, ...)
    print(raw .. (type(given) == "number" and string.char(given) or given))
  end
end

if options.chip == "esp8266" then
  local last
  local open = file.open
  function file.open(...)
    last = open(...)
    return last
  end
  for _, name in ipairs({ "read", "readline", "write", "writeline", "seek", "flush" }) do
    file[name] = function(...)
      if not last then error("open a file first", 2) end
      return last[name](last, ...)
    end
  end
  function file.close()
    if last then last:close() end
    last = nil
  end
end

local infos = {
  hw = { chip_id = options.number, flash_id = 1458400, flash_size = 4096, flash_mode = 0, flash_speed = 40000000 },
  sw_version = {
    node_version_major = 3, node_version_minor = 0, node_version_revision = 0,
    git_branch = "release", git_commit_id = "d4ae3c364bd8ae3ded8b77d35745b7f07879f5f9", git_release = "3.0.0-release_20210201",
    git_commit_dts = "202102010145",
  },
  build_config = { ssl = false, lfs_size = options.lfsBytes, modules = "file,gpio,net,node,tmr,uart,wifi", number_type = "float" },
  lfs = { lfs_size = options.lfsBytes, lfs_used = 0 },
}
function node.info(name)
  if name then return infos[name] or error("bad argument #1 to 'info' (invalid option '" .. name .. "')", 2) end
  if options.chip == "esp32" then return {} end
  return 3, 0, 0, options.number, 1458400, 4096, 0, 40000000
end

-- The compiler needs memory for the whole of a source.
local compile = node.compile
function node.compile(name)
  local size = file.list()[name]
  if size and options.longestSource and size > options.longestSource then error("not enough memory", 0) end
  compile(name)
end

if options.encoder then
  local digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  encoder = {}
  function encoder.toHex(text) return (text:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
  function encoder.fromHex(text) return (text:gsub("..", function(c) return string.char(tonumber(c, 16)) end)) end
  function encoder.fromBase64(text)
    local out, value, bits = {}, 0, 0
    for c in text:gmatch("[%w+/]") do
      value, bits = value * 64 + digits:find(c, 1, true) - 1, bits + 6
      if bits >= 8 then
        bits = bits - 8
        local high = math.floor(value / 2 ^ bits)
        out[#out + 1] = string.char(math.floor(high))
        value = math.floor(value - high * 2 ^ bits)
      end
    end
    return table.concat(out)
  end
  function encoder.toBase64(text)
    local out = {}
    for i = 1, #text, 3 do
      local a, b, c = text:byte(i, i + 2)
      local value = a * 65536 + (b or 0) * 256 + (c or 0)
      for place = 3, 0, -1 do
        local digit = math.floor(value / 64 ^ place) % 64
        local isThere = place == 3 or place == 2 or (place == 1 and b) or (place == 0 and c)
        out[#out + 1] = isThere and digits:sub(math.floor(digit) + 1, math.floor(digit) + 1) or "="
      end
    end
    return table.concat(out)
  end
end

for name in options.missing:gmatch("%S+") do _G[name] = nil end
