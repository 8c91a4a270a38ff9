// The ESP32's first analog converter (`adc`, ADC1), and its PWM by hardware (`ledc`): eight pins, each at its
// own frequency, and four on the later chips, which have one of its two speeds.
import { ANALOG_BITS, FIRST_ANALOG } from "../../../features.ts";
import type { Analog } from "../../../ports/analog.ts";
import type { Pin } from "../../../ports/pins.ts";
import type { Pwm } from "../../../ports/pwm.ts";

/** Of a count, on every chip. */
const BITS = 12;
/** GPIO36 to 39 are channels 0 to 3, GPIO32 to 35 are channels 4 to 7. */
const FIRST_OF_LOW_CHANNELS = 36;
const HIGH_CHANNELS_FROM = 28;

/**
 * Each of the two speeds has four timers, and a timer has one frequency. The high speed is 0, and so is the
 * only one of later chips.
 */
const TIMERS = 4;
const FULL_DUTY = 1023;

/** The channel of each pin that pulses, and how many there are. */
const channels: LedcChannel[] = [];
let used = 0;

function setUp(pin: Pin): void {
  adc.setwidth(adc.ADC1, ANALOG_BITS);
  // The widest range: up to about 3.1 V.
  adc.setup(adc.ADC1, channelOf(pin), adc.ATTEN_11db);
}

function read(pin: Pin): number {
  const count = adc.read(adc.ADC1, channelOf(pin));
  return ANALOG_BITS === BITS ? count : count >> (ANALOG_BITS - BITS);
}

function channelOf(pin: Pin): number {
  const number = pin as number;
  if (FIRST_ANALOG >= 0) return number - FIRST_ANALOG;
  return number < FIRST_OF_LOW_CHANNELS ? number - HIGH_CHANNELS_FROM : number - FIRST_OF_LOW_CHANNELS;
}

function start(pin: Pin, hertz: number, duty: number): void {
  const started = channels[pin as number];
  if (started !== undefined) {
    started.setfreq(hertz);
    setDuty(pin, duty);
    return;
  }
  channels[pin as number] = ledc.newChannel({
    gpio: pin,
    bits: ledc.TIMER_10_BIT,
    mode: used < TIMERS ? 0 : 1,
    timer: used % TIMERS,
    channel: used,
    frequency: hertz,
    duty: ticksOf(duty),
  });
  used += 1;
}

function setDuty(pin: Pin, duty: number): void {
  channels[pin as number].setduty(ticksOf(duty));
}

/** A period has 1024 ticks, and one that is high in all of them is always high. */
function ticksOf(duty: number): number {
  return duty === FULL_DUTY ? FULL_DUTY + 1 : duty;
}

export const ANALOG: Analog = { setUp, read };
export const PWM: Pwm = { start, setDuty };
