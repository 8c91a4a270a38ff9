// Safety: water, smoke, devices that are gone, and what else a person should know.
import { type Hands, nameOf } from "./hands.ts";

/** A device closes its own valve. So long the automation waits before it does not believe in that. */
const VALVE_MS = 10_000;
const DRY_BED_PERCENT = 35;

export function watchOver(hands: Hands): void {
  watchWater(hands);
  watchSmoke(hands);
  watchLocks(hands);
  watchStatus(hands);
  watchPost(hands);
  watchBeds(hands);
}

/** A leak: the valve of the same device has to be closed, whoever does it. */
function watchWater({ state, hear, command, say, after }: Hands): void {
  hear("water", () => {});
  hear("leak", (device, payload, retained) => {
    if (retained || payload !== "wet") return;
    after(VALVE_MS, () => {
      const valve = state.of(device, "water");
      if (valve === "closed") say(`${nameOf(device)}: the floor is wet, and its valve has closed by itself`);
      else command(device, "water", "close", `the floor is wet and the valve is ${valve ?? "silent"}`);
    });
  });
}

/** Whoever has to get out sees the way. */
function watchSmoke({ state, hear, command, say }: Hands): void {
  const smoking = new Set<string>();
  hear("smoke", (device, payload) => {
    if (payload !== "on") {
      if (smoking.delete(device)) say(`${nameOf(device)}: no smoke any more`);
      return;
    }
    if (smoking.has(device)) return;
    smoking.add(device);
    say(`${nameOf(device)}: SMOKE`);
    for (const lamp of state.having("light"))
      if (state.of(lamp, "light") !== "on") command(lamp, "light", "on", "there is smoke");
  });
}

/** A lock tries once; a person has to look why its bolt does not move. */
function watchLocks({ hear, say }: Hands): void {
  const jammed = new Set<string>();
  hear("lock", (device, payload) => {
    if (payload === "jammed" && !jammed.has(device)) {
      jammed.add(device);
      say(`${nameOf(device)}: the bolt is JAMMED`);
    }
    if (payload === "locked" && jammed.delete(device)) say(`${nameOf(device)}: locked after all`);
  });
}

function watchStatus({ hear, say }: Hands): void {
  const gone = new Set<string>();
  hear("status", (device, payload, retained) => {
    if (payload === "offline" && !retained) {
      gone.add(device);
      say(`${nameOf(device)} is offline`);
    }
    if (payload === "online" && gone.delete(device)) say(`${nameOf(device)} is back`);
  });
}

function watchPost({ hear, say }: Hands): void {
  hear("flap", (_device, payload, retained) => {
    if (payload === "open" && !retained) say("there is post in the letter-box");
  });
}

/** Once a drought. */
function watchBeds({ hear, say }: Hands): void {
  const dry = new Set<string>();
  hear("moisture", (device, payload) => {
    const percent = Number(payload);
    if (percent >= DRY_BED_PERCENT) dry.delete(device);
    else if (payload !== "" && !dry.has(device)) {
      dry.add(device);
      say(`${nameOf(device)}: ${percent} % is dry, the bed wants water`);
    }
  });
}
