// Parts of a board's file that are right alone and wrong together.
import type { Ability, Board } from "../../../boards/board.ts";
import { ESP_VARIANTS, LATER_VARIANTS, variantNamed } from "../../../boards/chips/chip.ts";
import { CHIP_PINS } from "../../../boards/chips/chip-pins.ts";
import { TARGET_FACTS } from "../../targets/facts.ts";
import { areElsewhere } from "../wiring/pixel-pins.ts";
import { isElsewhere } from "../wiring/shared-pins.ts";

/** The part of the flash that an image may take, so that a new one fits beside the old one. */
const PARTS_FOR_AN_IMAGE = 2;
/** As the chips and their firmware call pins. The names of power, ground and reset are not like that. */
const LIKE_A_PIN = /^(?:(?:GPIO|IO|D|A|P)\d+|[RT]XD?\d*|ADC\d*)$/i;

const TO_NAME_A_CHIP = `its chip is said by "variant": ${LATER_VARIANTS.join(", ")}, or none`;

type Misfit = readonly [path: readonly string[], message: string];

/** Values that do not fit together, each with its place. */
export function misfits(value: Board): Misfit[] {
  const { target, memory, flashBytes, budget, pins, analogMillivolts } = value;
  const most = Math.floor(flashBytes / PARTS_FOR_AN_IMAGE);
  const all: Misfit[] = variantMisfits(value);
  if (budget.flashBytes > most)
    all.push([["budget", "flashBytes"], `${budget.flashBytes} is more than half of the flash, ${most}`]);
  const counted = TARGET_FACTS[target].memory;
  const held = counted.of(memory);
  if (held !== undefined && budget.held >= held)
    all.push([["budget", "held"], `${budget.held} leaves nothing of the memory, ${held}`]);
  for (const [field, message] of counted.faults(memory)) all.push([["memory", field], message]);
  const hasAnalog = Object.values(pins).some(({ can }) => can.includes("adc"));
  if (hasAnalog && analogMillivolts === undefined)
    all.push([["analogMillivolts"], 'it must say what full scale is, for the pins that can "adc"']);
  if (!hasAnalog && analogMillivolts !== undefined) all.push([["analogMillivolts"], 'no pin can "adc"']);
  all.push(...journalMisfits(value));
  all.push(...uartMisfits(value), ...spiMisfits(value), ...pixelMisfits(value));
  all.push(...unlike(value, "pwm", "pwm"), ...unlike(value, "oneWire", "one-wire"), ...busMisfits(value));
  return [...all, ...twice(pins, "id"), ...twice(pins, "gpio"), ...headerMisfits(value)];
}

/** The journal is whole pages, and leaves three quarters of the flash to files where it is files itself. */
function journalMisfits({ journal, flashBytes }: Board): Misfit[] {
  if (journal === undefined) return [];
  const { at, areaBytes, pageBytes } = journal;
  const misfits: Misfit[] = [];
  if (areaBytes % pageBytes !== 0 || at % pageBytes !== 0 || pageBytes % 16 !== 0)
    misfits.push([["journal"], `${areaBytes} bytes at ${at} are not whole pages of ${pageBytes}`]);
  if (at === 0 && 8 * areaBytes > flashBytes)
    misfits.push([
      ["journal", "areaBytes"],
      `two files of ${areaBytes} are more than a quarter of the flash, ${flashBytes}`,
    ]);
  return misfits;
}

/**
 * A file with a chip's name is of this chip, and its pins are that chip's, with their traps: another board's
 * file under a new name is refused.
 */
function variantMisfits({ variant, chip, name, title, module, pins }: Board): Misfit[] {
  const own = variant ?? chip;
  const misfits = Object.entries({ name, title, module }).flatMap(([field, text]): Misfit[] => {
    const named = variantNamed(text);
    if (named === undefined || named === own) return [];
    return [
      [
        [field],
        `it names an ${named.toUpperCase()}, and the board has an ${own.toUpperCase()}; ${TO_NAME_A_CHIP}`,
      ],
    ];
  });
  if (variant === undefined) return misfits;
  const { title: chipTitle } = ESP_VARIANTS[variant];
  const known = CHIP_PINS[variant];
  for (const [pin, { gpio, trap }] of Object.entries(pins)) {
    if (gpio === undefined) continue;
    const facts = known[gpio];
    if (facts === undefined)
      misfits.push([["pins", pin, "gpio"], `the ${chipTitle} leads out no GPIO${gpio}; leave the pin out`]);
    else if (facts.trap !== undefined && trap === undefined)
      misfits.push([["pins", pin, "trap"], `GPIO${gpio} of the ${chipTitle} has one: "${facts.trap}"`]);
  }
  return misfits;
}

/** A UART needs pins that can be its lines; the fault says why there is none. */
function uartMisfits({ uart = { parts: 0 }, pins }: Board): Misfit[] {
  const { parts, because } = uart;
  const able = (ability: Ability) => Object.values(pins).some(({ can }) => can.includes(ability));
  const misfits: Misfit[] = [];
  if (parts > 0 && !(able("tx") && able("rx")))
    misfits.push([["uart", "parts"], 'no pin can be "tx" or none "rx"']);
  if (parts > 0 && because !== undefined) misfits.push([["uart", "because"], "there are UARTs"]);
  return misfits;
}

/** Its fixed lines are pins of the board that can be those; the fault says why there are none. */
function spiMisfits({ spi = {}, pins }: Board): Misfit[] {
  const { lines, takes = [], because } = spi;
  // A board that took the facts of another one, and calls its pins otherwise: its parts are refused the SPI.
  if (because === undefined && isElsewhere(spi, pins)) return [];
  const can = (pin: string, ability: Ability) => Object.hasOwn(pins, pin) && pins[pin]?.can.includes(ability);
  const misfits: Misfit[] = Object.entries<string>(lines ?? {}).flatMap(([line, pin]): Misfit[] => {
    const ability = line === "miso" ? "in" : "out";
    return can(pin, ability) ? [] : [[["spi", "lines", line], `"${pin}" is no pin that can "${ability}"`]];
  });
  for (const pin of takes)
    if (!Object.hasOwn(pins, pin)) misfits.push([["spi", "takes"], `"${pin}" is no pin of the board`]);
  if (because !== undefined && (lines !== undefined || takes.length > 0))
    misfits.push([["spi", "because"], "there is an SPI"]);
  return misfits;
}

/** The same of strips of LEDs. */
function pixelMisfits({ pixels = {}, pins }: Board): Misfit[] {
  const { pins: named = [], because } = pixels;
  if (because === undefined && areElsewhere(named, pins)) return [];
  const unfit = named.filter((pin) => !Object.hasOwn(pins, pin) || pins[pin]?.can.includes("out") !== true);
  const misfits = unfit.map((pin): Misfit => [["pixels", "pins"], `"${pin}" is no pin that can "out"`]);
  return because !== undefined && named.length > 0
    ? [...misfits, [["pixels", "because"], "there are pins for strips"]]
    : misfits;
}

/** On a machine, what the kernel has behind a pin and what the pin can. */
function unlike({ machine, pins }: Board, behind: "pwm" | "oneWire", ability: Ability): Misfit[] {
  if (machine === undefined) return [];
  return Object.entries(pins)
    .filter(([, { id, can }]) => Object.hasOwn(machine[behind], id) !== can.includes(ability))
    .map(([name]) => [["pins", name, "can"], `"${ability}" is there if machine.${behind} has the pin`]);
}

/** The lines of a machine's I2C buses are pins of the board that can be that. */
function busMisfits({ machine, pins }: Board): Misfit[] {
  const lines = (machine?.i2c ?? []).flatMap(({ sda, scl }) => [sda, scl]);
  const unfit = lines.filter((pin) => !Object.hasOwn(pins, pin) || pins[pin]?.can.includes("out") !== true);
  return unfit.map((pin) => [["machine", "i2c"], `"${pin}" is no pin that can "out"`]);
}

/** Two pins with one number. An analog input counts by itself: NodeMCU's first is 0, as is its first pin. */
function twice(pins: Board["pins"], field: "id" | "gpio"): Misfit[] {
  const owners = new Map<string, string>();
  return Object.entries(pins).flatMap(([pinName, facts]): Misfit[] => {
    const value = facts[field];
    if (value === undefined) return [];
    const key = `${value} ${facts.gpio === undefined}`;
    const owner = owners.get(key);
    owners.set(key, pinName);
    return owner === undefined ? [] : [[["pins", pinName, field], `${value} is ${owner}'s already`]];
  });
}

function headerMisfits({ headers, pins }: Board): Misfit[] {
  const drawn = [...headers.left, ...headers.right];
  const names = Object.keys(pins);
  const again = drawn.filter((printed, at) => names.includes(printed) && drawn.indexOf(printed) !== at);
  const unknown = drawn.filter((printed) => LIKE_A_PIN.test(printed) && !names.includes(printed));
  return [
    ...again.map((printed) => `the pin "${printed}" is there twice`),
    ...unknown.map(
      (pin) => `"${pin}" is no pin of the board; add it to pins, or write one of ${names.join(", ")}`,
    ),
  ].map((message) => [["headers"], message]);
}
