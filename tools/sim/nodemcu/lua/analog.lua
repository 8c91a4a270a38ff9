-- Analog in and pulse width out: `adc` on both chips, `pwm` on the ESP8266, `ledc` on the ESP32.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer

if host.chip == "esp8266" then
  local HIGHEST_HZ, FULL_DUTY = 1000, 1023
  local duties = {}

  adc = {}
  function adc.read(channel)
    host.check(integer(channel, 1, "read") == 0, 1, "read", "invalid adc channel")
    return ask(op.analogRead, 0)
  end

  pwm = {}
  local function duty(value, position, name)
    local number = integer(value, position, name)
    host.check(number >= 0 and number <= FULL_DUTY, position, name, "wrong arg range")
    return number
  end

  function pwm.setup(pin, hertz, start)
    hertz = integer(hertz, 2, "setup")
    host.check(hertz >= 1 and hertz <= HIGHEST_HZ, 2, "setup", "wrong arg range")
    duties[integer(pin, 1, "setup")] = duty(start, 3, "setup")
  end

  function pwm.setduty(pin, value)
    host.check(duties[pin], 1, "setduty", "too many pwms.")
    duties[pin] = duty(value, 2, "setduty")
    ask(op.select, pin)
    ask(op.pwmDuty, duties[pin])
  end

  function pwm.start(pin)
    host.check(duties[pin], 1, "start", "wrong arg type")
    ask(op.select, pin)
    ask(op.pwmDuty, duties[pin])
  end
else
  adc = { ADC1 = 1 }
  function adc.setwidth(unit, bits) host.check(bits >= 9 and bits <= 12, 2, "setwidth", "invalid width") end
  function adc.setup(unit, channel) host.check(channel >= 0 and channel <= 7, 2, "setup", "invalid channel") end
  function adc.read(unit, channel) return ask(op.analogRead, integer(channel, 2, "read")) end

  local Channel = {}
  Channel.__index = Channel
  function Channel:setduty(duty)
    ask(op.select, self.pin)
    ask(op.pwmDuty, integer(duty, 1, "setduty"))
  end

  ledc = { HIGH_SPEED = 0, TIMER_0 = 0, CHANNEL_0 = 0 }
  function ledc.newChannel(options)
    local channel = setmetatable({ pin = integer(options.gpio, 1, "newChannel") }, Channel)
    channel:setduty(options.duty)
    return channel
  end
end
