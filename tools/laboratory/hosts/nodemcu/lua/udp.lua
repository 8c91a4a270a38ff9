-- `net`'s UDP sockets and names: app/modules/net.c:520, :523 and :901 of release, components/modules/net.c:618 and :621 of dev-esp32.
local host = ...
local ask, op, event, handlers = host.ask, host.op, host.event, host.handlers

local Udp = {}
Udp.__index = Udp
local open, asked, made = {}, {}, 0

function net.createUDPSocket()
  made = made + 1
  return setmetatable({ id = made }, Udp)
end

function Udp:on(name, callback)
  if name ~= "receive" and name ~= "sent" and name ~= "dns" then error("invalid callback name", 2) end
  if callback ~= nil and type(callback) ~= "function" then error("invalid callback function", 2) end
  self[name] = callback
end

function Udp:listen(port)
  port = host.integer(port, 1, "listen")
  if self.bound then error("already listening", 2) end
  ask(op.select, self.id)
  if ask(op.datagramBind, port) ~= 0 then error("address in use", 2) end
  self.bound = true
  open[self.id] = self
end

function Udp:send(port, address, bytes)
  port, address, bytes = host.integer(port, 1, "send"), host.text(address, 2, "send"), host.text(bytes, 3, "send")
  if not address:match("^%d+%.%d+%.%d+%.%d+$") then error("invalid IP address", 2) end
  if bytes == "" then error("no data to send", 2) end
  ask(op.select, self.id)
  ask(op.datagramSend, port, address .. "\n" .. bytes)
end

function Udp:close()
  if not self.bound then error("not connected", 2) end
  self.bound = false
  open[self.id] = nil
  ask(op.datagramClose, self.id)
end

net.dns = {}

-- app/modules/net.c:915; one server is enough here.
local dnsServer = "192.0.2.1"

function net.dns.setdnsserver(address, index)
  if type(address) ~= "string" or not address:find("^%d+%.%d+%.%d+%.%d+$") then error("invalid dns server ip", 2) end
  if (index or 0) == 0 then dnsServer = address end
end

function net.dns.getdnsserver() return dnsServer end

function net.dns.resolve(name, callback)
  name, callback = host.text(name, 1, "resolve"), host.callback(callback, 2, "resolve")
  made = made + 1
  asked[made] = callback
  ask(op.resolveName, made, name)
end

handlers[event.datagram] = function(id, port, bytes)
  local socket = open[id]
  if not socket or not socket.receive then return end
  local stop = bytes:find("\n", 1, true)
  socket.receive(socket, bytes:sub(stop + 1), port, bytes:sub(1, stop - 1))
end

handlers[event.named] = function(id, _, address)
  local callback = asked[id]
  asked[id] = nil
  if callback then callback(nil, address ~= "" and address or nil) end
end
