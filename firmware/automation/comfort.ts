// Comfort: a room with a heater stays between two temperatures, and is not heated while a window is open.
import { type Hands, nameOf } from "./hands.ts";

export function keepComfort(
  { state, hear, command }: Hands,
  { below, above }: { below: number; above: number },
): void {
  /** What was last asked of each heater. Whoever switches one by hand is left alone until the next change of mind. */
  const wishes = new Map<string, string>();

  function want(device: string, wish: string, why: string): void {
    if (wishes.get(device) === wish) return;
    wishes.set(device, wish);
    if (state.of(device, "heater") !== wish) command(device, "heater", wish, why);
  }

  function look(device: string): void {
    const celsius = Number(state.of(device, "temperature") ?? Number.NaN);
    if (state.of(device, "heater") === undefined || Number.isNaN(celsius)) return;
    const open = state
      .having("contact")
      .find((window) => state.of(window, "contact") === "open" && state.isThere(window));
    if (open !== undefined) want(device, "off", `the ${nameOf(open)} is open`);
    else if (celsius < below) want(device, "on", `${celsius} °C is below ${below} °C`);
    else if (celsius > above) want(device, "off", `${celsius} °C is above ${above} °C`);
  }

  function lookEverywhere(): void {
    for (const device of state.having("heater")) look(device);
  }

  hear("temperature", look);
  hear("heater", look);
  hear("contact", lookEverywhere);
  // What comes back with power has forgotten what was asked of it.
  hear("status", (device, payload) => {
    if (payload === "offline") wishes.delete(device);
  });
}
