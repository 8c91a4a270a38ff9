-- `wifi` of the ESP8266: the station, its events by number, its state by question.
local host = ...
local ask, op = host.ask, host.op
local STATION, SOFTAP = 1, 2
local CONNECTED, DISCONNECTED, GOT_IP, DHCP_TIMEOUT = 0, 1, 3, 4
local STATUS_GOT_IP = 5
local ADDRESS = "192.0.2.10"
-- What becomes of a configuration: it is joined at once, it stays in the flash.
local JOIN, STORE = 1, 2

local mode, ssid, watchers = 0, nil, {}

wifi = {
  STATION = STATION,
  SOFTAP = SOFTAP,
  OPEN = 0,
  WPA2_PSK = 3,
  sta = {},
  ap = {},
  eventmon = {
    STA_CONNECTED = CONNECTED,
    STA_DISCONNECTED = DISCONNECTED,
    STA_GOT_IP = GOT_IP,
    STA_DHCP_TIMEOUT = DHCP_TIMEOUT,
  },
}

-- app/modules/wifi.c:336: kept in flash unless it is said not to be.
function wifi.setmode(wanted, save)
  mode = host.integer(wanted, 1, "setmode")
  if save ~= nil and type(save) ~= "boolean" then error("bad argument #2 to 'setmode' (boolean expected)", 2) end
  if mode ~= SOFTAP then ask(op.accessPoint, 0) end
  return mode
end

-- app/modules/wifi.c:1505.
function wifi.ap.config(config)
  if type(config) ~= "table" then error("bad argument #1 to 'config' (table expected)", 2) end
  if type(config.ssid) ~= "string" or #config.ssid < 1 or #config.ssid > 32 then error("ssid: length:1-32", 2) end
  if config.pwd ~= nil and (#config.pwd < 8 or #config.pwd > 64) then error("pwd: length:0 or 8-64", 2) end
  if config.save ~= nil and type(config.save) ~= "boolean" then error("save: not boolean", 2) end
  if mode ~= SOFTAP then return false end
  ask(op.accessPoint, 1, config.ssid .. "\0" .. (config.pwd or ""))
  return true
end

function wifi.ap.getip()
  if mode == SOFTAP then return "192.168.4.1", "255.255.255.0", "192.168.4.1" end
  return nil
end

-- No event says that it is open.
host.handlers[host.event.accessPoint] = function() end

-- app/modules/wifi.c:1151 and :106: one at a time, as the later one takes the callback of the one before; 802.1X has no number of its own.
local scanned
local AUTH = { o = 0, p = 3, e = 5 }

function wifi.sta.getap(options, format, done)
  if mode == SOFTAP then error("Can't list ap in SOFTAP mode", 2) end
  if type(options) ~= "table" or format ~= 1 then error("this model scans with options, and by address", 2) end
  scanned = host.callback(done, 3, "getap")
  ask(op.scan)
end

host.handlers[host.event.scanned] = function(_, _, lines)
  local points, count = {}, 0
  for strength, admission, name in lines:gmatch("(%S+) (%a) ([^\n]*)\n") do
    count = count + 1
    -- strlen (:97): NUL ends a name.
    points[("02:00:00:00:00:%02x"):format(count)] = ("%s,%s,%d,%d"):format(name:match("^[^%z]*"), strength, AUTH[admission], 6)
  end
  local done = scanned
  scanned = nil
  if done then done(points) end
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

-- app/modules/wifi.c:628: DHCP ends. The station must be there.
local own

function wifi.sta.setip(config)
  if type(config) ~= "table" then error("wrong arg type", 2) end
  for _, key in ipairs({ "ip", "netmask", "gateway" }) do
    if type(config[key]) ~= "string" then error("wrong arg type", 2) end
  end
  if mode ~= STATION then return false end
  own = config
  return true
end

-- app/modules/wifi.c:1318: letters, digits and hyphens, 1 to 32, a hyphen neither first nor last.
local hostName = "NODE-123456"
function wifi.sta.gethostname() return hostName end

function wifi.sta.sethostname(name)
  local isName = type(name) == "string" and #name <= 32 and name:find("^[%w-]+$") and name:find("^%w") and name:find("%w$")
  if not isName then error("bad argument #1 to 'sethostname' (Invalid hostname)", 2) end
  hostName = name
  return true
end

function wifi.sta.connect() ask(op.stationConnect) end
function wifi.sta.status() return ask(op.stationStatus) end

function wifi.sta.getip()
  if ask(op.stationStatus) ~= STATUS_GOT_IP then return nil end
  if own then return own.ip, own.netmask, own.gateway end
  return ADDRESS, "255.255.255.0", "192.0.2.1"
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
    if own then
      callback({ IP = own.ip, netmask = own.netmask, gateway = own.gateway })
    else
      callback({ IP = ADDRESS, netmask = "255.255.255.0", gateway = "192.0.2.1" })
    end
  else
    callback({ SSID = ssid, reason = what == DISCONNECTED and reason or nil })
  end
end
