-- Wall time: `rtctime` and `sntp` of the ESP8266, `time` of the ESP32. Before a sync the ESP8266 has none.
local host = ...
local ask, op = host.ask, host.op
local synced

if host.chip == "esp8266" then
  rtctime = { get = function() return ask(op.wallSeconds), ask(op.wallMicros), 0 end }

  sntp = {}
  function sntp.sync(server, done, failed)
    synced = { done = done, failed = failed }
    ask(op.timeSync)
  end
else
  time = { get = function() return ask(op.wallSeconds), ask(op.wallMicros) end }
  function time.initntp() ask(op.timeSync) end
end

host.handlers[host.event.timeSynced] = function(_, worked)
  local callbacks = synced
  synced = nil
  if not callbacks then return end
  if worked == 1 and callbacks.done then callbacks.done(ask(op.wallSeconds), ask(op.wallMicros), "192.0.2.123") end
  -- 1 is "DNS lookup failed" in the firmware's list.
  if worked == 0 and callbacks.failed then callbacks.failed(1) end
end
