// Light: motion in the dark switches the lights on; those go off again when nobody has moved for a while.
import { type Hands, nameOf } from "./hands.ts";

export function followMotion(
  { state, hear, command, after }: Hands,
  darkBelow: number,
  staysMs: number,
): void {
  /** The lights that motion has switched on. One that a person switched is that person's. */
  const ours = new Set<string>();
  let cancelOff = () => {};

  function light(device: string): void {
    const lux = Number(state.of(device, "illuminance") ?? Number.NaN);
    if (!(lux < darkBelow)) return;
    for (const lamp of state.having("light")) {
      if (state.of(lamp, "light") !== "off" || !state.isThere(lamp)) continue;
      ours.add(lamp);
      command(lamp, "light", "on", `there is motion in the ${nameOf(device)}, and ${lux} lx is dark`);
    }
  }

  function darken(): void {
    for (const lamp of ours) {
      const why = `nobody has moved for ${Math.round(staysMs / 60_000)} minutes`;
      // What is without power would obey when it comes back, at a time that nobody knows.
      if (state.isThere(lamp)) command(lamp, "light", "off", why);
    }
  }

  function stayAWhile(): void {
    cancelOff();
    cancelOff = after(staysMs, darken);
  }

  hear("illuminance", () => {});
  hear("light", (lamp, payload) => {
    if (payload === "off") ours.delete(lamp);
    else if (ours.has(lamp)) stayAWhile();
  });
  hear("motion", (device, payload, retained) => {
    if (retained) return;
    if (payload === "on") light(device);
    stayAWhile();
  });
}
