-- `ws2812`: UART 1 of the ESP8266, whose line is D4, and a channel of RMT on any output of the ESP32. Bytes leave as they are.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer

ws2812 = {}

if host.chip == "esp8266" then
  local PIN = 4
  local isSetUp = false

  ws2812.MODE_SINGLE, ws2812.MODE_DUAL = 0, 1

  function ws2812.init(mode)
    mode = integer(mode or 0, 1, "init")
    host.check(mode == 0 or mode == 1, 1, "init", "ws2812.SINGLE or ws2812.DUAL expected")
    if mode == 1 then error("this model has one strip", 2) end
    ask(op.select, PIN)
    -- The pin is the UART's: gpio has it no more until it sets its mode again.
    ask(op.pinMode, 0)
    isSetUp = true
  end

  -- A string, or nothing; the pixbuf module is not modelled.
  function ws2812.write(bytes, second)
    if bytes ~= nil and type(bytes) ~= "string" then
      error("bad argument #1 to 'write' (pixbuf or string expected)", 2)
    end
    if second ~= nil then error("this model has one strip", 2) end
    -- Without a rate the UART sends what no strip understands.
    if isSetUp and bytes and #bytes > 0 then ask(op.pixelsSend, PIN, bytes) end
  end
else
  local FIRST_INPUT_ONLY = host.variant.inputOnly

  function ws2812.write(...)
    for at = 1, select("#", ...) do
      local strip = select(at, ...)
      if type(strip) ~= "table" then error("bad argument #" .. at .. " to 'write' (table expected)", 2) end
      if type(strip.pin) ~= "number" then error("bad argument #" .. at .. " to 'write' (invalid pin)", 2) end
      if type(strip.data) ~= "string" then
        error("bad argument #" .. at .. " to 'write' (ws2812.buffer or string expected)", 2)
      end
      for name in pairs(strip) do
        if name ~= "pin" and name ~= "data" then error("this model has the usual times", 2) end
      end
      local pin = integer(strip.pin, at, "write")
      if pin < 0 or pin >= FIRST_INPUT_ONLY then error("sending failed", 2) end
      if ask(op.pixelsSend, pin, strip.data) == 1 then
        error("bad argument #" .. at .. " to 'write' (can't set up chain)", 2)
      end
    end
  end
end
