// What is joined of the parts of a device, and what people do with it: as the stand-in calls it, by which service of Home Assistant,
// and what both show then.
import type { HomeAssistantOptions } from "../../../src/options.ts";
import type { Action } from "../../home-assistant/states.ts";

export const JOINED: HomeAssistantOptions = {
  cover: [
    { name: "blind", position: "percent", deviceClass: "blind" },
    { name: "window", position: "half", reversed: true },
  ],
  valve: { position: "step", deviceClass: "water" },
};

type Seen = { state: string } & Readonly<Record<string, unknown>>;

export const JOINED_ACTS: readonly [
  key: string,
  action: Action,
  service: string,
  data: Record<string, unknown>,
  seen: Seen,
][] = [
  ["blind", "open", "cover.open_cover", {}, { state: "open", current_position: 100 }],
  [
    "blind",
    { set: 33 },
    "cover.set_cover_position",
    { position: 33 },
    { state: "open", current_position: 33 },
  ],
  ["blind", "close", "cover.close_cover", {}, { state: "closed", current_position: 0 }],
  ["window", "close", "cover.close_cover", {}, { state: "closed", current_position: 0 }],
  [
    "window",
    { set: 25 },
    "cover.set_cover_position",
    { position: 25 },
    { state: "open", current_position: 25 },
  ],
  ["window", "open", "cover.open_cover", {}, { state: "open", current_position: 100 }],
  ["valve", "open", "valve.open_valve", {}, { state: "open", current_position: 100 }],
  [
    "valve",
    { set: 33 },
    "valve.set_valve_position",
    { position: 33 },
    { state: "open", current_position: 35 },
  ],
  ["valve", "close", "valve.close_valve", {}, { state: "closed", current_position: 0 }],
];
