// A board, as ringmote knows it: facts with their sources. A board is data; nothing in
// the core asks which one it is.
import type { ChipName, LaterVariant } from "./chips/chip.ts";
import type { RolesOn } from "./wiring/wire-types.ts";

/** What runs on a board: each has a folder in src/platform and one in tools/targets. */
export const TARGET_NAMES = ["espruino", "nodemcu", "linux"] as const;

export type TargetName = (typeof TARGET_NAMES)[number];

/** As people call them. */
export const TARGET_TITLES: Readonly<Record<TargetName, string>> = {
  espruino: "Espruino",
  nodemcu: "NodeMCU",
  linux: "Linux",
};

/** What a pin can do under the firmware on the board. */
export const ABILITIES = ["in", "out", "pullup", "pwm", "adc", "interrupt", "one-wire", "tx", "rx"] as const;

export type Ability = (typeof ABILITIES)[number];

export interface PinFacts {
  /** The number on the chip (GPIO). The ESP8266's analog input has none. */
  gpio?: number;
  /** What the firmware on this board calls it: Espruino "D26", NodeMCU ESP8266 its D number, NodeMCU ESP32 the GPIO. */
  id: string | number;
  can: readonly Ability[];
  /** Why it cannot what one might expect of it, as the end of "..., because ": "ADC2 is the radio's while Wi-Fi is on". */
  because?: { readonly [ability in Ability]?: string };
  /** Why it can be no line of an I2C bus although it is input and output, as the end of "..., because ". */
  noI2c?: string;
  /** Why it can drive no strip of LEDs although it is an output, as the end of "..., because ". */
  noPixels?: string;
  /** What goes wrong with this pin, in one sentence: boot strapping, flash, console. */
  trap?: string;
  /** Flash, memory or console may need it as it is, or it switches a relay: nobody makes it an input to see its level. */
  isLeftAlone?: true;
  /** The trap is none for a role that needs this of the pin and no more. */
  harmlessAs?: Ability;
  /** What the board itself has on it, as "the blue LED, on at low". */
  has?: string;
}

/** What of a small computer the kernel does not tell by the number of a line. */
export interface MachineFacts {
  /** Its I2C buses: the pins of each by their names, and its number, as in /dev/i2c-1. */
  i2c: readonly { readonly sda: string; readonly scl: string; readonly bus: number }[];
  /** The channel of PWM behind a line, by the line's id: "pwmchip0 0". */
  pwm: { readonly [id: string]: string };
  /** The one-wire bus on a line, by the line's id: "w1_bus_master1". */
  oneWire: { readonly [id: string]: string };
}

/** What the firmware on a board makes of PWM. */
export interface PwmFacts {
  /** Whole hertz, from `least` to `most`. Asked for others, it makes one of these all the same, or no pulses, and says nothing. */
  hertz: { least: number; most: number };
  /** How many pins it drives at a time. */
  pins: number;
  /** Besides these, pins that it drives at one frequency only. A pin at that frequency is one of them, and none of `pins`. */
  fixed?: { hertz: number; pins: number };
  /** All of its pins are at one frequency: that which was set last. */
  oneFrequency?: true;
}

/** I2C for parts. A machine under Linux has the buses that it names. */
export interface I2cFacts {
  /** How many buses; one where nothing is said. */
  buses?: number;
  /** Can they be set to 400 kHz? */
  isFast?: true;
  /** Why not, and what to do instead, as the end of "..., because ". */
  because?: string;
}

/** UARTs for parts: the console's is none of them. */
export interface UartFacts {
  /** How many parts can have one. */
  parts: number;
  /** Where there is none: why, and what to take instead, as the end of "..., because ". */
  because?: string;
  /** Where a part that only speaks needs a `tx` all the same: why, as the end of `has nothing for its pin "tx", and ...`. */
  needsTx?: { because: string };
}

/** The SPI for parts: one bus. */
export interface SpiFacts {
  /** Where each of its lines is one pin and no other; else any output can be its sck and its mosi, and any input its miso. */
  lines?: { sck: string; miso: string; mosi: string };
  /** Further pins that it takes while a part is on it: each can be a part's cs then, and nothing else. */
  takes?: readonly string[];
  /** Where there is none: why, and what to take instead, as the end of "..., because ". */
  because?: string;
}

/** Strips of addressable LEDs. */
export interface PixelFacts {
  /** The pins that drive one, and no others; else any output does. */
  pins?: readonly string[];
  /** Where there is none: why, and what to take instead, as the end of "..., because ". */
  because?: string;
}

/** Edges of inputs where the firmware does not say when they came. */
export interface UntimedEdges {
  /** Why, and what to take instead, as the end of "..., because ". */
  because: string;
}

/** DHTs, where they are not heard. */
export interface UnheardDht {
  /** Why, and what to take instead, as the end of "..., because ". */
  because: string;
}

/** Rotary encoders whose steps the firmware counts, or HX711s that it reads. */
export interface TurnFacts {
  /** How many; as many as there are pins for where nothing is said. */
  parts?: number;
  /** Where it counts none: why, and what to take instead, as the end of "..., because ". */
  because?: string;
}

/** Flash for what survives a power cut: two areas that nothing else writes. */
export interface JournalFacts {
  /** Where the first one begins: an address in the flash; 0 where the areas are files. */
  at: number;
  /** Bytes of each: whole pages. */
  areaBytes: number;
  /** Bytes of the flash that are erased together. */
  pageBytes: number;
  /** How often each of them can be; where nothing is said, no source says it. */
  erases?: number;
}

/** Deep sleep: all but a timer is off, and the chip starts anew. */
export interface SleepFacts {
  /** The longest sleep at a time, in milliseconds. */
  longestMs: number;
  /** The pin by which the timer wakes the chip, and where a wire has to lead from it. */
  wire?: { gpio: number; to: string };
  /** Bytes of the memory that outlives a sleep, as far as the interpreter reaches it; where nothing is said, the journal has what lasts. */
  memoryBytes?: number;
  /** Where nothing is said, its timer alone wakes it. */
  contact?: ContactWake | { because: string };
}

/** How a contact wakes it. */
export interface ContactWake {
  /** The inputs that wake it by their level; where none are named, `reset` is pulsed. */
  gpios?: readonly number[];
  /** The pin that a falling edge of the contact pulls low for a moment, through a capacitor, whichever input the contact is on. */
  reset?: string;
  /** Can its timer wake it beside that? */
  besideTimer?: true;
}

/** A quantity between the lowest and the highest value that a source has. */
export interface Interval {
  low: number;
  high: number;
}

/** What a sleeper takes of its battery: currents in mA, and how long a wake takes before the program runs and has a network, in ms. */
export interface PowerFacts {
  /** From reset until the program runs, and the current until its radio is on. */
  bootMs: Interval;
  runningMa: Interval;
  /** Until Wi-Fi has an address, and the current while it looks for that. */
  joinMs: Interval;
  joiningMa: Interval;
  connectedMa: Interval;
  /** The handshake of TLS. */
  tlsMs: Interval;
  /** The whole board in deep sleep; where nothing is said, no source has it. */
  asleepMa?: Interval;
}

/** TLS within bounds so narrow that an image has it only where it was asked for. */
export interface TlsBounds {
  /** Bytes of heap that its hand-shake takes, for a moment. */
  handshakeBytes: number;
}

export interface Board<PinName extends string = string> {
  /** As in `--board` and as the file is called. */
  name: string;
  title: string;
  /** The chip's family: which side of its target an image is for. */
  chip: ChipName;
  /** The chip exactly, where it is a later one of its family, as the ESP32-C3 is of the ESP32's: no image of another one runs on it. */
  variant?: LaterVariant;
  /** What it is made of: "ESP-12", "ESP32-WROOM-32". */
  module: string;
  target: TargetName;
  /** Where each fact below was read. */
  sources: readonly string[];
  memory: {
    /** Espruino: size of the JsVar pool, and bytes in one. */
    jsVars?: number;
    jsVarBytes?: number;
    /** NodeMCU: bytes of heap free after boot, where a source says so. */
    heapBytes?: number;
  };
  /** Bytes of flash for the program and its records. */
  flashBytes: number;
  /** What an image may take of the board; the build refuses one that takes more. */
  budget: {
    /** Bytes of flash: at most half, so that a new image fits beside the old one. */
    flashBytes: number;
    /** What the device may hold when its ring and its buffers are full: JsVars on Espruino, bytes of heap on NodeMCU. */
    held: number;
  };
  /** Why its address is DHCP's alone; where nothing is said, the program may set one. */
  lacksStaticAddress?: string;
  /** Can it open a TLS stream from the program? */
  tls: boolean | TlsBounds;
  /** The outgoing ring: messages it can keep, and bytes of all of them together. */
  ring: { slots: number; bytes: number };
  /**
   * What a device that is announced to Home Assistant tells of itself there, unless its author says so. Where nothing is said, nothing:
   * memory is short, or the firmware does not know it.
   */
  diagnostics?: readonly ("uptime" | "signal")[];
  /** Longest packet it takes in, in bytes; a longer one is skipped and counted. */
  packetBytes: number;
  /** Bytes handed to the link before it has drained: what the firmware on the board buffers outside the ring. */
  linkBytes: number;
  pwm: PwmFacts;
  /** Where nothing is said, one bus at 100 kHz. */
  i2c?: I2cFacts;
  /** Where nothing is said, it has none for parts. */
  uart?: UartFacts;
  /** Where nothing is said, it has none for parts. */
  spi?: SpiFacts;
  /** Where nothing is said, it drives none. */
  pixels?: PixelFacts;
  /** Where nothing is said, each edge of an input that can interrupt comes with its time. */
  edges?: UntimedEdges;
  /** Where nothing is said, a DHT is heard on any pin that is input and output and can interrupt. */
  dht?: UnheardDht;
  /** Where nothing is said, an HX711 is on any two pins that are input and output and can interrupt. */
  hx711?: TurnFacts;
  /** Where nothing is said, any inputs that can interrupt are the lines of an encoder. */
  turns?: TurnFacts;
  /** Where nothing is said, it keeps nothing but settings and states. */
  journal?: JournalFacts;
  /** Where nothing is said, it does not sleep. */
  sleep?: SleepFacts;
  /** Where nothing is said, no source has it. */
  power?: PowerFacts;
  /** The voltage at the board's analog pins that reads as full scale, in millivolts; where there are such pins. */
  analogMillivolts?: number;
  /** Under Linux: what its lines are to the kernel where they are more than lines. */
  machine?: MachineFacts;
  /** What may hurt a person or the board, in one sentence: told with each build. */
  danger?: string;
  /** What is printed beside its two rows of pins, from the antenna down. A name that is no pin is power, ground or reset. */
  headers: { left: readonly string[]; right: readonly string[] };
  pins: Record<PinName, PinFacts>;
}

/** Bits a second of an I2C bus. */
export type I2cHertz = 100_000 | 400_000;

/**
 * What a role is wired to: one pin, the two lines of an I2C bus with its speed (100 kHz where nothing is said), or the pins of a part
 * that has several, by its names for them.
 */
export type Wire<PinName extends string> =
  | PinName
  | { sda: PinName; scl: PinName; hertz?: I2cHertz }
  | ({ readonly [name: string]: PinName } & { sda?: never; scl?: never; hertz?: never });

/** One device on one board: which role sits on which pins. */
export interface Wiring<PinName extends string = string> {
  board: Board<PinName>;
  roles: Record<string, Wire<PinName>>;
}

/** Says which role has which pin; a pin that the board has not is a type error. */
export function wire<PinName extends string>(
  board: Board<PinName>,
  roles: Record<string, Wire<NoInfer<PinName>>>,
): Wiring<PinName> {
  return { board, roles };
}

/**
 * `wire` for one device, whose parts are known by their types: a role without a pin, a pin that cannot be what its part needs, and one
 * that two parts have are type errors. `Device` is a module that exports its parts, each by the name of its role:
 * `wiringOf<typeof device>()` with `import type * as device from "./device.ts"`.
 */
export function wiringOf<Device>(): <On extends Board, const Roles>(
  board: On,
  roles: Roles extends RolesOn<On, Device, Roles> ? Roles : RolesOn<On, Device, Roles>,
) => Wiring {
  return wire as never;
}
