// Bugs that new features invite, each planted into a copy of one source in memory: tests notice it.

import { A02YYUW_BUGS } from "./a02yyuw-bugs.ts";
import { ALIAS_BUGS } from "./alias-bugs.ts";
import { ANALOG_BUGS } from "./analog-bugs.ts";
import { ANSWER_BUGS } from "./answer-bugs.ts";
import { AUTHENTICATION_BUGS } from "./authentication-bugs.ts";
import { COLOUR_BUGS } from "./colour-bugs.ts";
import { CONNECTION_BUGS } from "./connection-bugs.ts";
import { DERIVATION_BUGS } from "./derivation-bugs.ts";
import { DHT_BUGS } from "./dht-bugs.ts";
import { DISPLAY_BUGS } from "./display-bugs.ts";
import { DSMR_BUGS } from "./dsmr-bugs.ts";
import { EDGE_BUGS } from "./edge-bugs.ts";
import { FOLLOW_BUGS } from "./follow-bugs.ts";
import { HLW8012_BUGS } from "./hlw8012-bugs.ts";
import { HX711_BUGS } from "./hx711-bugs.ts";
import { I2C_BUGS } from "./i2c-bugs.ts";
import { IDENTIFIER_BUGS } from "./identifier-bugs.ts";
import { KEEPER_BUGS } from "./keeper-bugs.ts";
import { KNOB_BUGS } from "./knob-bugs.ts";
import { LINE_BUGS } from "./line-bugs.ts";
import { MH_Z19_BUGS } from "./mh-z19-bugs.ts";
import { MODBUS_BUGS } from "./modbus-bugs.ts";
import { PIXEL_BUGS } from "./pixel-bugs.ts";
import { PUBLISH_BUGS } from "./publish-bugs.ts";
import { RAMP_BUGS } from "./ramp-bugs.ts";
import { REQUEST_BUGS } from "./request-bugs.ts";
import { SESSION_BUGS } from "./session-bugs.ts";
import { SPI_BUGS } from "./spi-bugs.ts";
import { STEPPER_BUGS } from "./stepper-bugs.ts";
import { UART_BUGS } from "./uart-bugs.ts";

export interface PlantedBug {
  name: string;
  /** From the package's folder; the text that stands there once, and what is put in its place. */
  file: string;
  original: string;
  planted: string;
  /** The tests that are run on it. */
  tests: string;
}

/** A bug as tests are given it that load sources by themselves. */
export interface Planting {
  /** Of the source. */
  path: string;
  original: string;
  planted: string;
}

declare module "vitest" {
  interface ProvidedContext {
    bug: Planting;
  }
}

export const BUGS: readonly PlantedBug[] = [
  ...ANALOG_BUGS,
  ...COLOUR_BUGS,
  ...DERIVATION_BUGS,
  ...DHT_BUGS,
  ...HLW8012_BUGS,
  ...HX711_BUGS,
  ...DISPLAY_BUGS,
  ...EDGE_BUGS,
  ...FOLLOW_BUGS,
  ...ANSWER_BUGS,
  ...I2C_BUGS,
  ...IDENTIFIER_BUGS,
  ...KEEPER_BUGS,
  ...KNOB_BUGS,
  ...LINE_BUGS,
  ...PIXEL_BUGS,
  ...RAMP_BUGS,
  ...SPI_BUGS,
  ...STEPPER_BUGS,
  ...UART_BUGS,
  ...A02YYUW_BUGS,
  ...DSMR_BUGS,
  ...MH_Z19_BUGS,
  ...MODBUS_BUGS,
  ...PUBLISH_BUGS,
  ...ALIAS_BUGS,
  ...REQUEST_BUGS,
  ...AUTHENTICATION_BUGS,
  ...CONNECTION_BUGS,
  ...SESSION_BUGS,
];
