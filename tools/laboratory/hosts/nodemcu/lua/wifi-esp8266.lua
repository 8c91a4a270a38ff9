-- `wifi` of the ESP8266: the station, its events by number, its state by question.
local host = ...
local ask, op = host.ask, host.op
local STATION = 1
local CONNECTED, DISCONNECTED, GOT_IP, DHCP_TIMEOUT = 0, 1, 3, 4
local STATUS_GOT_IP = 5
local ADDRESS = "192.0.2.10"
-- What becomes of a configuration: it is joined at once, it stays in the flash.
local JOIN, STORE = 1, 2

local mode, ssid, watchers = 0, nil, {}

wifi = {
  STATION = STATION,
  sta = {},
  eventmon = {
    STA_CONNECTED = CONNECTED,
    STA_DISCONNECTED = DISCONNECTED,
    STA_GOT_IP = GOT_IP,
    STA_DHCP_TIMEOUT = DHCP_TIMEOUT,
  },
}

function wifi.setmode(wanted)
  mode = host.integer(wanted, 1, "setmode")
  return mode
end

function wifi.sta.config(config)
  if type(config) ~= "table" then error("config table not found!", 2) end
  if type(config.ssid) ~= "string" or #config.ssid > 32 then error("ssid: length:0-32", 2) end
  if config.pwd ~= nil and (type(config.pwd) ~= "string" or #config.pwd > 64) then error("pwd: length:0-64", 2) end
  if mode ~= STATION then return false end
  if config.save ~= nil and type(config.save) ~= "boolean" then error("save: not boolean", 2) end
  ssid = config.ssid
  ask(op.stationConfig, (config.auto == false and 0 or JOIN) + (config.save == false and 0 or STORE), ssid .. "\0" .. (config.pwd or ""))
  return true
end

function wifi.sta.connect() ask(op.stationConnect) end
function wifi.sta.status() return ask(op.stationStatus) end

function wifi.sta.getip()
  if ask(op.stationStatus) == STATUS_GOT_IP then return ADDRESS, "255.255.255.0", "192.0.2.1" end
  return nil
end

function wifi.sta.getrssi()
  if ask(op.stationStatus) == STATUS_GOT_IP then return ask(op.signalStrength) end
  return nil
end

function wifi.eventmon.register(what, callback)
  what = host.integer(what, 1, "register")
  if callback ~= nil then host.callback(callback, 2, "register") end
  watchers[what] = callback
end

-- What the outside calls the changes of a station, in its order.
local CHANGES = { CONNECTED, GOT_IP, DISCONNECTED }

host.handlers[host.event.station] = function(change, reason)
  local what = CHANGES[change]
  local callback = watchers[what]
  if not callback then return end
  if what == GOT_IP then
    callback({ IP = ADDRESS, netmask = "255.255.255.0", gateway = "192.0.2.1" })
  else
    callback({ SSID = ssid, reason = what == DISCONNECTED and reason or nil })
  end
end
