// Sessions about pins: watched and counted inputs, voltages, one-wire, PWM.
import type { Session } from "../session.ts";

export const PANEL: readonly Session[] = [
  {
    name: "pins",
    title: "A door opens and shuts, a meter pulses, soil dries, a probe is pulled out, a lamp glows.",
    firmware: "panel",
    play({ pass, network, circuit, level, command }) {
      const probe = { isThere: true, degrees: 21 };
      circuit.feed("soil", () => soil);
      let soil = 2048;
      circuit.attachOneWire("water", {
        reset: () => probe.isThere,
        write: () => {},
        read: (count) => String.fromCharCode(probe.degrees).padEnd(count, "\xff"),
      });
      pass(500);
      network(true);
      pass(2000);
      level("door", 0);
      pass(400);
      level("door", 1);
      pass(400);
      // Its contact bounces as it closes and as it opens; once it is shut for no longer than a bounce, and
      // once open for so long.
      for (const [shut, open] of [
        [30, 70],
        [2, 70],
        [30, 12],
        [30, 70],
        [30, 70],
      ] as const) {
        level("meter", 0);
        for (const bounce of [1, 0]) {
          pass(3);
          level("meter", bounce);
        }
        pass(shut);
        for (const bounce of [1, 0, 1]) {
          pass(3);
          level("meter", bounce);
        }
        pass(open);
      }
      command("lamp", "on");
      pass(4000);
      soil = 4092;
      probe.degrees = 254;
      level("door", 0);
      // A bounce: three changes in the time of one turn.
      for (const bounce of [1, 0, 1]) level("door", bounce);
      pass(9000);
      probe.isThere = false;
      command("lamp", "off");
      pass(12_000);
      network(false);
      pass(1000);
      level("door", 0);
      pass(1000);
      probe.isThere = true;
      network(true);
      pass(10_000);
    },
  },
];
