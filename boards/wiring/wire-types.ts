// Types by which an editor checks a wiring: the pins of a board that each part of a device may have.
import type { Board, I2cHertz, UnheardDht, UntimedEdges, Wire } from "../board.ts";

/** A part as its driver makes it: what of it says which pins it can have. */
interface WiredPart {
  role: string;
  wire: string;
  pins?: { readonly [name: string]: string };
  sparePin?: string;
}

/** What a pin has to be able to do, by what it is to a part. */
interface AbilityFor {
  output: "out";
  input: "in";
  pulses: "interrupt";
  edges: "interrupt";
  dht: "out" | "interrupt";
  hx711: "out" | "interrupt";
  turns: "interrupt";
  analog: "adc";
  pwm: "pwm";
  "one-wire": "one-wire";
  i2c: "out";
  tx: "tx";
  rx: "rx";
  sck: "out";
  miso: "in";
  mosi: "out";
  cs: "out";
  pixels: "out";
}

/** Lines of the SPI, which its parts share. */
type SpiLine = "sck" | "miso" | "mosi";

type PinsOf<On extends Board> = keyof On["pins"] & string;

/** The pins of a board that can be this to a part; of a kind that no driver names, all. */
type PinsAs<On extends Board, Kind> = Kind extends keyof AbilityFor
  ? [Kind, On["edges"]] extends ["edges", UntimedEdges]
    ? never
    : [Kind, On["dht"]] extends ["dht", UnheardDht]
      ? never
      : [Kind, On["turns"], On["hx711"]] extends
            | ["turns", { because: string }, unknown]
            | ["hx711", unknown, { because: string }]
        ? never
        : [Kind, On["spi"]] extends [SpiLine | "cs", { because: string }]
          ? never
          : [Kind, On["spi"]] extends [SpiLine, { lines: { readonly [Line in Kind]: infer Pin } }]
            ? Pin
            : [Kind, On["pixels"]] extends ["pixels", { because: string }]
              ? never
              : [Kind, On["pixels"]] extends ["pixels", { pins: readonly (infer Pin)[] }]
                ? Pin
                : {
                    [Pin in PinsOf<On>]: [Kind, On["pins"][Pin]] extends
                      | ["i2c", { noI2c: string }]
                      | ["pixels", { noPixels: string }]
                      ? never
                      : AbilityFor[Kind] extends On["pins"][Pin]["can"][number]
                        ? Pin
                        : never;
                  }[PinsOf<On>]
  : PinsOf<On>;

/** What a module exports that is a part, by its name, which is its role. */
type PartsOf<Device> = {
  [Name in keyof Device as Device[Name] extends WiredPart ? Name : never]: Extract<Device[Name], WiredPart>;
};

type PinsIn<Wired> = Wired extends string ? Wired : Wired[keyof Wired];

/** A pin for each name, and no other name. */
type NamedPinsFor<On extends Board, Names, Wired, Others> = {
  readonly [Name in keyof Names]: Exclude<
    PinsAs<On, Names[Name]>,
    | (Names[Name] extends SpiLine ? never : Others)
    | (Wired extends object ? Wired[Exclude<keyof Wired, Name>] : never)
  >;
} & { readonly [Name in Exclude<keyof Wired, keyof Names>]?: never };

/** Those of a part that only speaks may be without `tx`, except where the board needs it. */
type UartPinsOf<On extends Board, Part, Wired> = Part extends { sparePin: "tx" }
  ? [On["uart"], Wired] extends [{ needsTx: object }, unknown] | [unknown, { readonly tx: unknown }]
    ? { tx: "tx"; rx: "rx" }
    : { rx: "rx" }
  : { tx: "tx"; rx: "rx" };

/** What a part can be wired to on a board, beside pins that other parts have. */
type WireFor<On extends Board, Part extends WiredPart, Wired, Others> = string extends Part["wire"]
  ? Wire<PinsOf<On>>
  : Part["wire"] extends "pins" | "uart"
    ? NamedPinsFor<
        On,
        Part["wire"] extends "uart" ? UartPinsOf<On, Part, Wired> : Part["pins"],
        Wired,
        Others
      >
    : Part["wire"] extends "i2c"
      ? {
          readonly sda: PinsAs<On, "i2c">;
          readonly scl: PinsAs<On, "i2c">;
          readonly hertz?: On["i2c"] extends { isFast: true } ? I2cHertz : 100_000;
        }
      : Part["wire"] extends "analog"
        ? AnalogPinsOf<On, Others>
        : Exclude<PinsAs<On, Part["wire"]>, Part["wire"] extends "one-wire" ? never : Others>;

/** An editor shows the sentence where no pin is left, and would say "never". */
type AnalogPinsOf<On extends Board, Others> = [Exclude<PinsAs<On, "analog">, Others>] extends [never]
  ? "no analog input is left here: put an ads1115 on I2C (ringmote/drivers/ads1115.ts), which has four"
  : Exclude<PinsAs<On, "analog">, Others>;

/** The type that the wiring of a device has to have: a pin for each of its parts. */
export type RolesOn<On extends Board, Device, Roles> = {
  readonly [Role in keyof PartsOf<Device>]: WireFor<
    On,
    PartsOf<Device>[Role],
    Role extends keyof Roles ? Roles[Role] : never,
    PinsIn<Roles[Exclude<keyof Roles, Role>]>
  >;
} & { readonly [Role in Exclude<keyof Roles, keyof PartsOf<Device>>]: Wire<PinsOf<On>> };
