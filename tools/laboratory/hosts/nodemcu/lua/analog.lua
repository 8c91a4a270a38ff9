-- `adc` of both chips: the ESP8266's one input of ten bits, and the ESP32's first converter.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer

adc = {}

if host.chip == "esp8266" then
  function adc.read(channel)
    host.check(integer(channel, 1, "read") == 0, 1, "read", "adc 0 does not exist")
    return math.floor(ask(op.analogRead, 0) / 4)
  end
else
  local HIGHEST_CHANNEL, HIGHEST_ATTENUATION = 7, 3
  local FIRST_OF_LOW_CHANNELS, HIGH_CHANNELS_FROM = 36, 28
  local width
  local ready = {}

  adc.ADC1 = 1
  adc.ATTEN_0db, adc.ATTEN_2_5db, adc.ATTEN_6db, adc.ATTEN_11db = 0, 1, 2, 3

  local function unit(id, name)
    host.check(integer(id, 1, name) == adc.ADC1, 1, name, "invalid adc")
  end

  local function channelOf(value, name)
    local channel = integer(value, 2, name)
    if channel < 0 or channel > HIGHEST_CHANNEL then error("channel " .. channel .. " does not exist in ADC1", 3) end
    return channel
  end

  function adc.setwidth(id, bits)
    unit(id, "setwidth")
    bits = integer(bits, 2, "setwidth")
    local only = host.variant.width
    if only ~= 0 and bits ~= only or bits < 9 or bits > 13 or only == 0 and bits > 12 then error("adc_set_width failed", 2) end
    width = bits
  end

  function adc.setup(id, channel, attenuation)
    unit(id, "setup")
    channel, attenuation = channelOf(channel, "setup"), integer(attenuation, 3, "setup")
    if attenuation < 0 or attenuation > HIGHEST_ATTENUATION then error("adc_setup failed", 2) end
    ready[channel] = true
  end

  function adc.read(id, channel)
    unit(id, "read")
    channel = channelOf(channel, "read")
    if not width or not ready[channel] then error("adc_read failed", 2) end
    local first = host.variant.firstAnalog
    local pin = channel + (first >= 0 and first or channel < 4 and FIRST_OF_LOW_CHANNELS or HIGH_CHANNELS_FROM)
    return math.floor(ask(op.analogRead, pin) / ({ [9] = 8, [10] = 4, [11] = 2, [12] = 1, [13] = 0.5 })[width])
  end
end
