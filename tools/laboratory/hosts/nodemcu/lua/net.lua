-- `net`, and `tls` on the ESP8266: one TCP stream a socket, as unkind as lwIP through the firmware.
local host = ...
local ask, op, event, handlers = host.ask, host.op, host.event, host.handlers
local esp32 = host.chip == "esp32"
local SEND_BUFFER_BYTES = 2920
local NEW, CONNECTING, OPEN, LOST, CLOSED = "new", "connecting", "open", "lost", "closed"
-- What the firmware says of a TLS connection that broke; of a hand-shake that failed it has no words.
local REASONS = { [-10] = "Connection aborted", [-11] = "Connection reset" }
local EVENTS = { connection = true, reconnection = true, disconnection = true, receive = true, sent = true, dns = true }

local Socket = {}
Socket.__index = Socket
-- The sockets that the firmware holds, by number; in here until closed.
local held, made = {}, 0

local function create(secure)
  made = made + 1
  return setmetatable({ id = made, state = NEW, secure = secure, waiting = 0, counted = 0 }, Socket)
end

function Socket:on(name, callback)
  if not EVENTS[name] then error("invalid callback name", 2) end
  if callback ~= nil and type(callback) ~= "function" then error("invalid callback function", 2) end
  self[name] = callback
end

-- Is there another TLS connection? The firmware has memory for one, and begins no second one, without a word.
local function isSecured(socket)
  for _, other in pairs(held) do
    if other ~= socket and other.secure then return true end
  end
  return false
end

-- What the program says who is trusted: asked one by one. What cannot be read, and an error, let nobody in.
local verifier
local function trusted()
  local authorities = {}
  while verifier do
    local worked, one = pcall(verifier, #authorities + 1)
    if worked and not one then break end
    if not worked or not tostring(one):find("-----BEGIN CERTIFICATE-----", 1, true) then return { "" } end
    authorities[#authorities + 1] = one
  end
  return authorities
end

function Socket:connect(port, address)
  port = host.integer(port, 1, "connect")
  if port <= 0 then error("specify port", 2) end
  address = host.text(address, 2, "connect")
  if self.state ~= NEW then error("already connected", 2) end
  self.state = CONNECTING
  held[self.id] = self
  ask(op.select, self.id)
  if not self.secure then
    ask(op.socketConnect, port, address)
  elseif not isSecured(self) then
    for _, authority in ipairs(trusted()) do ask(op.socketTrust, 0, authority) end
    ask(op.socketConnectTls, port, address)
  end
end

function Socket:send(bytes, sent)
  bytes = host.text(bytes, 1, "send")
  if self.secure then return self:sendSecure(bytes) end
  if bytes == "" then error("no data to send", 2) end
  if sent then self.sent = sent end
  -- The count of bytes still to be acknowledged is set anew, whatever was under way.
  self.counted = #bytes
  if self.state ~= OPEN then error("not connected", 2) end
  local room = SEND_BUFFER_BYTES - self.waiting
  local fits = #bytes <= room
  if not fits then
    if not esp32 or room == 0 then error(esp32 and "buffer error" or "out of memory", 2) end
    bytes = bytes:sub(1, room)
  end
  self.waiting = self.waiting + #bytes
  ask(op.select, self.id)
  ask(op.socketSend, 0, bytes)
  if not fits then error("buffer error", 2) end
end

-- It raises no error: what it is given while something is under way is lost.
function Socket:sendSecure(bytes)
  if self.state ~= OPEN or self.waiting > 0 then return end
  self.waiting, self.counted = #bytes, #bytes
  ask(op.select, self.id)
  ask(op.socketSend, 0, bytes)
end

function Socket:close()
  local state = self.state
  if self.secure and state ~= CONNECTING and state ~= OPEN then return end
  if state ~= CONNECTING and state ~= OPEN and not (esp32 and state == LOST) then error("not connected", 2) end
  -- The ESP32 goes on with a connection that it is opening, and tells when that is open.
  if ask(op.socketClose, self.id) ~= 0 then error("not connected", 2) end
  self.state = CLOSED
  -- That one with TLS has ended comes later, by its event.
  if not self.secure then held[self.id] = nil end
end

if not esp32 then
  function Socket:hold()
    if self.state ~= OPEN then error("not connected", 2) end
    ask(op.socketHold, self.id)
  end

  function Socket:unhold()
    if self.state ~= OPEN then error("not connected", 2) end
    ask(op.socketUnhold, self.id)
  end
end

handlers[event.resolved] = function(id, _, address)
  local socket = held[id]
  if socket and socket.dns then socket.dns(socket, address) end
end

handlers[event.opened] = function(id)
  local socket = held[id]
  if not socket then return end
  socket.state = OPEN
  if socket.connection then socket.connection(socket) end
end

handlers[event.received] = function(id, _, bytes)
  local socket = held[id]
  if socket and socket.receive then socket.receive(socket, bytes) end
end

-- The network has acknowledged `count` bytes.
handlers[event.acknowledged] = function(id, count)
  local socket = held[id]
  if not socket then return end
  socket.waiting = socket.waiting - count
  socket.counted = socket.counted - count
  if (esp32 or socket.secure) and socket.counted ~= 0 then return end
  if socket.sent then socket.sent(socket) end
end

local function endedSecure(socket, code)
  -- The firmware has let go of the socket by then, and tells of an end without it.
  if code == 0 and socket.disconnection then socket.disconnection(nil) end
  if code ~= 0 and socket.reconnection then socket.reconnection(socket, REASONS[code]) end
end

handlers[event.ended] = function(id, code)
  local socket = held[id]
  if not socket then return end
  if esp32 then
    socket.state = LOST
  else
    socket.state = CLOSED
    held[id] = nil
  end
  if socket.secure then return endedSecure(socket, code) end
  local callback = code ~= 0 and socket.reconnection or socket.disconnection
  if callback then callback(socket, code) end
end

-- `net`'s servers: app/modules/net.c:336 and :262 of release, components/modules/net.c:463 and :1053 of dev-esp32.
local Server = {}
Server.__index = Server
local listening = {}

function Server:listen(port, accepted)
  port = host.integer(port, 1, "listen")
  if self.listens then error("already listening", 2) end
  if type(accepted) ~= "function" then error("need callback", 2) end
  ask(op.select, self.id)
  if ask(op.serverListen, port) ~= 0 then error("address in use", 2) end
  self.listens, self.accepted = true, accepted
  listening[self.id] = self
end

function Server:close()
  if not self.listens then error("not connected", 2) end
  self.listens = false
  listening[self.id] = nil
  ask(op.serverClose, self.id)
end

handlers[event.called] = function(id)
  local server = listening[id]
  if not server then return end
  local socket = create(false)
  socket.state = OPEN
  held[socket.id] = socket
  ask(op.select, socket.id)
  ask(op.serverAccept, id)
  server.accepted(socket)
end

net = {}

function net.createServer()
  made = made + 1
  return setmetatable({ id = made }, Server)
end

if esp32 then
  net.TCP = 0
  function net.createConnection(kind, secure)
    if kind ~= nil and kind ~= net.TCP then error("invalid type", 2) end
    if secure and secure ~= 0 then error("secure connections not yet supported", 2) end
    return create(false)
  end
else
  function net.createConnection() return create(false) end

  tls = { cert = {} }
  function tls.createConnection() return create(true) end
  function tls.cert.verify(authorityAt)
    if type(authorityAt) ~= "function" then error("this model verifies by a function", 2) end
    verifier = authorityAt
    return true
  end
end
