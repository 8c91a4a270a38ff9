// All that a target offers, in one record. Each part says whether it may block and what "nothing yet" looks like.
// No two functions share a name: the build can then call the target's own function where a program calls a port.
import type { Clock } from "./clock.ts";
import type { I2c } from "./i2c.ts";
import type { Network } from "./network.ts";
import type { Pins } from "./pins.ts";
import type { Storage } from "./storage.ts";
import type { System } from "./system.ts";

export interface Ports extends Clock, Network, Storage, Pins, I2c, System {}
