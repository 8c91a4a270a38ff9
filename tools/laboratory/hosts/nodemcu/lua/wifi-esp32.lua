-- `wifi` of the ESP32: the station, its events by name; nothing joins or joins again by itself.
local host = ...
local ask, op = host.ask, host.op
local STATION = 1
local NAMES = { start = true, stop = true, connected = true, disconnected = true, authmode_changed = true, got_ip = true }

local mode, started, ssid, watchers = 0, false, nil, {}

wifi = { STATION = STATION, sta = {} }

function wifi.mode(wanted)
  mode = host.integer(wanted, 1, "mode")
end

function wifi.start()
  if mode ~= STATION then error("failed to start wifi, code 12289", 2) end
  started = true
  ask(op.stationStart)
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
    callback(name, { ip = "192.0.2.10", netmask = "255.255.255.0", gw = "192.0.2.1" })
  elseif name == "start" then
    callback(name, {})
  else
    callback(name, { ssid = ssid, reason = name == "disconnected" and reason or nil })
  end
end
