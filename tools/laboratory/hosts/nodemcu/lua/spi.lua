-- `spi`: HSPI of the ESP8266 on its fixed pins, `spi.master` of the ESP32 on any. The cs is the program's own pin. Only mode 0 is modelled.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer

spi = {}

local function exchange(bytes)
  if #bytes == 0 then return "" end
  return ask(op.spiExchange, 0, bytes)
end

if host.chip == "esp8266" then
  local HSPI, FIRST_PIN, LAST_PIN, MOST_BITS = 1, 5, 8, 32
  local duplex, bits

  spi.MASTER, spi.SLAVE, spi.HALFDUPLEX, spi.FULLDUPLEX, spi.DATABITS_8 = 1, 0, 0, 1, 8
  spi.CPOL_LOW, spi.CPOL_HIGH, spi.CPHA_LOW, spi.CPHA_HIGH = 0, 1, 0, 1

  local function busOf(id, name)
    id = integer(id, 1, name)
    host.check(id == 0 or id == HSPI, 1, name, "spi 0-1 expected")
    if id == 0 then error("SPI 0 is the flash chip's", 3) end
  end

  function spi.setup(id, mode, polarity, phase, databits, divider, duplexMode)
    busOf(id, "setup")
    if integer(mode, 2, "setup") ~= spi.MASTER then error("wrong arg type", 2) end
    if integer(polarity, 3, "setup") ~= 0 or integer(phase, 4, "setup") ~= 0 then error("this model has mode 0", 2) end
    databits = integer(databits, 5, "setup")
    if databits < 0 or databits > MOST_BITS then error("out of range", 2) end
    integer(divider, 6, "setup")
    duplexMode = integer(duplexMode or spi.HALFDUPLEX, 7, "setup")
    if duplexMode ~= spi.HALFDUPLEX and duplexMode ~= spi.FULLDUPLEX then error("out of range", 2) end
    duplex, bits = duplexMode, databits
    -- The four pins are the bus's: gpio has them no more until it sets their mode again.
    for pin = FIRST_PIN, LAST_PIN do
      ask(op.select, pin)
      ask(op.pinMode, 0)
    end
    return 1
  end

  -- Strings only, of whole bytes.
  function spi.send(id, bytes)
    busOf(id, "send")
    bytes = host.text(bytes, 2, "send")
    if bits ~= 8 then error("this model sends bytes", 2) end
    local read = exchange(bytes)
    if duplex == spi.FULLDUPLEX and #bytes > 0 then return #bytes, read end
    return #bytes
  end

  function spi.recv(id, count)
    busOf(id, "recv")
    count = integer(count, 2, "recv")
    if count == 0 then return end
    return exchange(("\255"):rep(count))
  end
else
  local FIRST_INPUT_ONLY, HIGHEST_PIN, MOST_HERTZ, MOST_BYTES = host.variant.inputOnly, host.variant.highest, 80000000, 32
  local Master, Device = {}, {}
  Master.__index, Device.__index = Master, Device
  local isUsed = {}

  spi.SPI1, spi.SPI2 = 0, 1
  if host.variant.model == "esp32" then spi.SPI, spi.HSPI, spi.VSPI, spi.SPI3 = 0, 1, 2, 2 end

  -- The firmware prints what it is not given, and raises one error for all that is wrong.
  local function line(pins, name, most)
    local pin = pins[name]
    if pin == nil then return end
    pin = integer(pin, 2, "master")
    if pin < 0 or pin > most then error("bus init failed", 3) end
    return pin
  end

  -- Only SPI1 and SPI2 pass the firmware's own check.
  function spi.master(number, pins, dma)
    number = integer(number, 1, "master")
    host.check(number == spi.SPI1 or number == spi.SPI2, 1, "master", "invalid host")
    if type(pins) ~= "table" then error("this model sets its buses up itself", 2) end
    local sclk = line(pins, "sclk", FIRST_INPUT_ONLY - 1)
    line(pins, "mosi", FIRST_INPUT_ONLY - 1)
    local miso = line(pins, "miso", HIGHEST_PIN)
    dma = integer(dma or 1, 3, "master")
    host.check(dma >= 0 and dma <= 2, 3, "master", "out of range")
    if number == spi.SPI1 or isUsed[number] then error("bus init failed", 2) end
    isUsed[number] = true
    return setmetatable({ host = number, sclk = sclk, miso = miso, dma = dma }, Master)
  end

  function Master:device(options)
    if type(options) ~= "table" then error("bad argument #1 to 'device' (table expected)", 2) end
    if options.mode ~= 0 then error("this model has mode 0", 2) end
    local hertz = integer(options.freq, 1, "device")
    if hertz < 0 or hertz > MOST_HERTZ then error("out of range", 2) end
    if options.cs ~= nil then error("in this model the program moves the cs", 2) end
    return setmetatable({ master = self }, Device)
  end

  function Device:transfer(bytes)
    if type(bytes) ~= "string" then error("this model is given a string", 2) end
    if self.master.dma == 0 and #bytes > MOST_BYTES then error("transfer failed", 2) end
    local read = self.master.sclk and exchange(bytes) or ("\255"):rep(#bytes)
    return self.master.miso and read or ("\0"):rep(#bytes)
  end
end
