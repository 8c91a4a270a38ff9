// The climate device as the bench measures it: its images, its settings, and the topic of its commands.
import { fileURLToPath } from "node:url";
import { commandTopic, ROOT } from "../../../src/device/run/topics.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import type { Image } from "../../image/build.ts";
import { keptImage } from "../../image/keep/kept-image.ts";
import climate from "./firmware/climate/device.ts";

/** It has no rule and no Home Assistant, as peers have none. */
const CLIMATE = fileURLToPath(new URL("firmware/climate", import.meta.url));

/** Its chip's number, on every engine: the ESP8266 running NodeMCU has no more than these six digits. */
export const CHIP_ID = "a1b2c3";

/** Where its heater takes commands. */
export const HEATER = commandTopic(`${ROOT}${climate.name}-${CHIP_ID}`, "heater");

/** The settings record for a broker. */
export function climateSettings(host: string, port: number): string {
  return settingsRecord({ ssid: "network", password: "password", host, port });
}

/** The device's image for a board. */
export function climateImage(board: string): Promise<Image> {
  return keptImage({ firmware: CLIMATE, board });
}
