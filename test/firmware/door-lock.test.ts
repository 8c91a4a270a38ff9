// door-lock: a servo throws the bolt, contacts say where bolt, door and cover are.
import { expect } from "vitest";
import { createServo } from "../../tools/sim/parts/servo.ts";
import type { Stage } from "./stage.ts";
import { tellStories } from "./stories.ts";

const THROWN_BELOW_DEGREES = 20;

/** The bolt: what the servo turns, and what its contact sees. */
function fitBolt({ parts, now, after, contact }: Stage) {
  const servo = createServo({ lines: parts.circuit, pin: "bolt-servo", now, degrees: 100 });
  const look = () => {
    if (servo.degrees() < THROWN_BELOW_DEGREES) contact("bolt-contact").close();
    else contact("bolt-contact").open();
    after(100, look);
  };
  look();
  return servo;
}

await tellStories("door-lock", {
  "it locks and unlocks, and says so when the bolt is there": async (stage) => {
    const { command, says, said } = stage;
    const servo = fitBolt(stage);
    await says("status", "online");
    await command("lock", "unlock");
    await says("lock", "unlocked");
    expect(servo.degrees()).toBeCloseTo(100, -1);
    await command("lock", "lock");
    await says("lock", "locked");
    await says("bolt", "thrown");
    expect(said("lock").slice(-2)).toEqual(["locking", "locked"]);
    expect(servo.degrees()).toBeCloseTo(10, -1);
  },

  "it locks itself 30 s after the door has closed, and never while that is open": async (stage) => {
    const { command, contact, says, pass } = stage;
    fitBolt(stage);
    await says("door", "closed");
    await command("lock", "unlock");
    await says("lock", "unlocked");
    contact("door-contact").open();
    await says("door", "open");
    await pass(120_000);
    await says("lock", "unlocked");
    contact("door-contact").close();
    await says("door", "closed");
    await pass(25_000);
    await says("lock", "unlocked");
    await says("lock", "locked", 10_000);
  },

  "a bolt that does not go is jammed": async (stage) => {
    const { command, says } = stage;
    const servo = fitBolt(stage);
    await says("status", "online");
    await command("lock", "unlock");
    await says("lock", "unlocked");
    servo.fault = "jammed";
    await command("lock", "lock");
    await says("lock", "jammed");
  },

  "whoever opens the case is told of": async ({ contact, says }) => {
    await says("tamper", "off");
    contact("cover-contact").open();
    await says("tamper", "on");
  },

  "people unlock it in Home Assistant": async (stage) => {
    const { home, shows } = stage;
    fitBolt(stage);
    await shows("door", "off");
    await home.act("door-lock-1-lock", "unlock");
    await shows("lock", "unlocked");
    await home.act("door-lock-1-lock", "lock");
    await shows("lock", "locked");
  },
});
