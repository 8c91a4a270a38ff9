-- Pulse-width outputs: `pwm` of the ESP8266, all pins at one frequency, and `ledc` of the ESP32, a frequency a timer.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer

local function pulse(pin, hertz, duty)
  ask(op.select, pin)
  ask(op.pwmHertz, hertz)
  ask(op.pwmDuty, duty)
end

if host.chip == "esp8266" then
  local HIGHEST_HZ, HZ_BITS, FULL_DUTY, MOST_PINS = 1000, 65536, 1023, 6
  -- In the order of their setting up: what a pin does, and what it will do when it is started.
  local pins, duties, starting = {}, {}, {}
  local frequency

  pwm = {}

  local function inRange(value, most, least)
    if value < least or value > most then error("wrong arg range", 3) end
    return value
  end

  function pwm.setup(pin, hertz, duty)
    pin = integer(pin, 1, "setup")
    if pin == 0 then error("no pwm for D0", 2) end
    hertz = inRange(integer(hertz, 2, "setup"), 2147483647, 1)
    duty = inRange(integer(duty, 3, "setup"), FULL_DUTY, 0)
    if not duties[pin] then
      if #pins == MOST_PINS then error("too many pwms.", 2) end
      pins[#pins + 1] = pin
    end
    -- No more is taken of it than sixteen bits, and of those no more than 1 kHz.
    hertz = math.min(HIGHEST_HZ, math.max(1, hertz % HZ_BITS))
    duties[pin], starting[pin], frequency = 0, duty, hertz
    for _, one in ipairs(pins) do pulse(one, frequency, duties[one]) end
    return hertz
  end

  function pwm.start(pin)
    if not duties[pin] then error("Unable to start PWM output", 2) end
    duties[pin] = starting[pin]
    pulse(pin, frequency, duties[pin])
  end

  function pwm.setduty(pin, duty)
    duty = inRange(integer(duty, 2, "setduty"), FULL_DUTY, 0)
    if not duties[pin] then return 0 end
    duties[pin], starting[pin] = duty, duty
    pulse(pin, frequency, duty)
    return duty
  end
else
  local FULL_DUTY = 1023
  local CLOCK_HZ = 80000000
  local HIGHEST_HZ, HIGHEST_TIMER, HIGHEST_CHANNEL, FIRST_INPUT_ONLY = 40000000, 3, 7, host.variant.inputOnly

  -- Only the first ESP32 has two speeds.
  local isFirst = host.variant.model == "esp32"
  ledc = isFirst and { HIGH_SPEED = 0, LOW_SPEED = 1 } or { LOW_SPEED = 0 }
  for i = 0, HIGHEST_TIMER do ledc["TIMER_" .. i] = i end
  for i = 0, HIGHEST_CHANNEL do ledc["CHANNEL_" .. i] = i end
  for bits = 10, 15 do ledc["TIMER_" .. bits .. "_BIT"] = bits end

  -- By speed and number: what each timer runs at, and which channel uses which.
  local timers, channels = { [0] = {}, [1] = {} }, { [0] = {}, [1] = {} }
  local Channel = {}
  Channel.__index = Channel

  local function field(options, name, least, most, usual)
    local value = options[name]
    if value == nil then value = usual end
    if math.type and type(value) == "number" then value = math.tointeger(value) or value end
    if type(value) ~= "number" or value < least or value > most then
      error("bad argument #1 to 'newChannel' (" .. name .. ": must be in range " .. least .. "-" .. most .. ")", 3)
    end
    return value
  end

  -- A pin that is high in every tick of the period is always high.
  local function tell(channel)
    local timer = timers[channel.mode][channel.timer]
    local parts = math.floor(channel.duty * (FULL_DUTY + 1) / timer.ticks)
    pulse(channel.pin, timer.hertz, math.min(FULL_DUTY, parts))
  end

  function Channel:setduty(duty)
    self.duty = integer(duty, 1, "setduty")
    tell(self)
  end

  -- A period has as many ticks as the bits say, each of one beat of the clock or more.
  local function isMade(hertz, ticks)
    return hertz >= 1 and hertz * ticks <= CLOCK_HZ
  end

  function Channel:setfreq(hertz)
    hertz = integer(hertz, 1, "setfreq")
    local timer = timers[self.mode][self.timer]
    if not isMade(hertz, timer.ticks) then error("set freq failed, code -1", 2) end
    timer.hertz = hertz
    for number = 0, HIGHEST_CHANNEL do
      local other = channels[self.mode][number]
      if other and other.timer == self.timer then tell(other) end
    end
  end

  function Channel:getduty() return self.duty end
  function Channel:getfreq() return timers[self.mode][self.timer].hertz end

  function ledc.newChannel(options)
    if type(options) ~= "table" then error("bad argument #1 to 'newChannel' (table expected)", 2) end
    local bits = field(options, "bits", 0, 19, 13)
    local mode = field(options, "mode", 0, isFirst and 1 or 0)
    local timer = field(options, "timer", 0, HIGHEST_TIMER)
    local number = field(options, "channel", 0, HIGHEST_CHANNEL)
    local hertz = field(options, "frequency", 1, HIGHEST_HZ)
    local ticks = 1
    for _ = 1, bits do ticks = ticks * 2 end
    local duty = field(options, "duty", 0, ticks)
    local pin = field(options, "gpio", 0, FIRST_INPUT_ONLY - 1)
    if not isMade(hertz, ticks) then error("timer configuration failed code -1", 2) end
    timers[mode][timer] = { hertz = hertz, ticks = ticks }
    local channel = setmetatable({ pin = pin, mode = mode, timer = timer, duty = duty }, Channel)
    channels[mode][number] = channel
    tell(channel)
    return channel
  end
end
