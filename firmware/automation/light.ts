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
      if (state.of(lamp, "light") !== "off" || ours.has(lamp)) continue;
      ours.add(lamp);
      command(lamp, "light", "on", `there is motion in the ${nameOf(device)}, and ${lux} lx is dark`);
    }
  }

  function darken(): void {
    for (const lamp of ours) {
      const why = `nobody has moved for ${Math.round(staysMs / 60_000)} minutes`;
      if (state.of(lamp, "light") === "on") command(lamp, "light", "off", why);
    }
    ours.clear();
  }

  hear("illuminance", () => {});
  hear("light", (lamp, payload) => {
    if (payload === "off") ours.delete(lamp);
  });
  hear("motion", (device, payload, retained) => {
    if (retained) return;
    cancelOff();
    if (payload === "on") light(device);
    cancelOff = after(staysMs, darken);
  });
}
