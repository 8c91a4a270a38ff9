-- `wifi` of the ESP32: the station, its events by name; nothing joins or joins again by itself.
local host = ...
local ask, op = host.ask, host.op
local STATION, SOFTAP = 1, 2
local NAMES = { start = true, stop = true, connected = true, disconnected = true, authmode_changed = true, got_ip = true }

local mode, started, ssid, watchers = 0, false, nil, {}

wifi = { STATION = STATION, SOFTAP = SOFTAP, AUTH_OPEN = 0, AUTH_WPA2_PSK = 3, AUTH_WPA2_ENTERPRISE = 5, sta = {}, ap = {} }

local opens, onOpen = nil, nil

-- A station that has started and becomes an access point is one at once.
function wifi.mode(wanted, save)
  mode = host.integer(wanted, 1, "mode")
  if save ~= nil and type(save) ~= "boolean" then error("bad argument #2 to 'mode' (boolean expected)", 2) end
  if mode ~= SOFTAP then
    opens = nil
    ask(op.accessPoint, 0)
  end
end

function wifi.start()
  if mode ~= STATION and mode ~= SOFTAP then error("failed to start wifi, code 12289", 2) end
  started = true
  if mode == STATION then ask(op.stationStart) end
  if mode == SOFTAP and opens then ask(op.accessPoint, 1, opens) end
end

-- components/modules/wifi_ap.c:203: without a word it wants WPA2, and WPA2 a password of eight.
function wifi.ap.config(config, save)
  if type(config) ~= "table" then error("bad argument #1 to 'config' (table expected)", 2) end
  if save ~= nil and type(save) ~= "boolean" then error("bad argument #2 to 'config' (boolean expected)", 2) end
  if mode ~= SOFTAP then error("failed to set wifi config, code 12292", 2) end
  if type(config.ssid) ~= "string" then error("bad argument #-1 to 'config' (string expected)", 2) end
  if (config.auth or 3) ~= 0 and #(config.pwd or "") < 8 then error("failed to set wifi config, code 12299", 2) end
  opens = config.ssid .. "\0" .. ((config.auth or 3) ~= 0 and config.pwd or "")
end

function wifi.ap.on(name, callback)
  if name ~= "start" then error("this model says of an access point that it starts", 2) end
  onOpen = host.callback(callback, 2, "on")
end

host.handlers[host.event.accessPoint] = function()
  if onOpen then onOpen("start", {}) end
end

-- components/modules/wifi_sta.c:535 and :472.
local scanned
local AUTH = { o = 0, p = 3, e = 5 }

function wifi.sta.scan(options, done)
  if scanned then error("scan already in progress", 2) end
  if type(options) ~= "table" then error("bad argument #1 to 'scan' (table expected)", 2) end
  done = host.callback(done, 2, "scan")
  if not started then error("failed to start scan, code 12290", 2) end
  scanned = done
  ask(op.scan)
end

host.handlers[host.event.scanned] = function(_, _, lines)
  local points = {}
  for strength, admission, name in lines:gmatch("(%S+) (%a) ([^\n]*)\n") do
    points[#points + 1] =
      { ssid = name:match("^[^%z]*"), rssi = math.tointeger(tonumber(strength)), auth = AUTH[admission], channel = 6 }
  end
  local done = scanned
  scanned = nil
  if done then done(nil, points) end
end

function wifi.sta.getmac()
  return (ask(op.chipId):gsub("..", "%0:"):sub(1, 17))
end

function wifi.sta.config(config)
  if type(config) ~= "table" then error("bad argument #1 to 'config' (table expected)", 2) end
  if mode ~= STATION then error("failed to set wifi config, code 12292", 2) end
  if type(config.ssid) ~= "string" or #config.ssid > 32 then error("failed to set wifi config, code 258", 2) end
  local password = config.pwd or ""
  if #password > 64 or (#password > 0 and #password < 8) then error("failed to set wifi config, code 12299", 2) end
  ssid = config.ssid
  ask(op.stationConfig, 0, ssid .. "\0" .. password)
end

-- components/modules/wifi_sta.c:169; a second call ends the program, as DHCP is stopped already (:206).
local own

function wifi.sta.setip(config)
  if type(config) ~= "table" then error("bad argument #1 to 'setip' (table expected)", 2) end
  for _, key in ipairs({ "ip", "netmask", "gateway" }) do
    if type(config[key]) ~= "string" then error("bad argument #-1 to 'setip' (string expected)", 2) end
  end
  if own then ask(op.restart) end
  own = config
  net.dns.setdnsserver(config.dns or config.gateway, 0)
end

-- components/modules/wifi_sta.c:228; more than 32 bytes the ESP-IDF refuses.
function wifi.sta.sethostname(name)
  if type(name) ~= "string" then error("bad argument #1 to 'sethostname' (string expected)", 2) end
  if #name > 32 then error("failed to set hostname, code 20481", 2) end
  return true
end

function wifi.sta.connect()
  if not started then error("connect failed, code 12290", 2) end
  if ask(op.stationConnect) ~= 0 then error("connect failed, code 12295", 2) end
end

function wifi.sta.on(name, callback)
  if not NAMES[name] then error("unknown event '" .. tostring(name) .. "'", 2) end
  if callback ~= nil then host.callback(callback, 2, "on") end
  watchers[name] = callback
end

local CHANGES = { "connected", "got_ip", "disconnected", "start" }

host.handlers[host.event.station] = function(change, reason)
  local name = CHANGES[change]
  local callback = watchers[name]
  if not callback then return end
  if name == "got_ip" then
    if own then
      callback(name, { ip = own.ip, netmask = own.netmask, gw = own.gateway })
    else
      callback(name, { ip = "192.0.2.10", netmask = "255.255.255.0", gw = "192.0.2.1" })
    end
  elseif name == "start" then
    callback(name, {})
  else
    callback(name, { ssid = ssid, reason = name == "disconnected" and reason or nil })
  end
end
