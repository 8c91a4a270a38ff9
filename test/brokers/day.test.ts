// An hour of climate on a small computer at a real Mosquitto; npm run soak lives through whole days.
import { describe, expect, test } from "vitest";
import { liveDay } from "../../tools/laboratory/soak/day/day.ts";
import { compared, dayFaults } from "../../tools/laboratory/soak/day/proof.ts";
import { expectedOf, readingsOf } from "../../tools/laboratory/soak/day/readings.ts";
import { MOSQUITTO, needs, OPENSSL } from "../needs.ts";

const ONE_HOUR = 120;
/** A deadline of 30 s is 375 ms then, which a handshake of TLS keeps on a busy machine. */
const SPEED = 80;

describe("over TLS, behind a link that is cut again and again", needs(MOSQUITTO, OPENSSL), () => {
  test("a small computer keeps an hour's temperatures and obeys its rule", async () => {
    const day = await liveDay({ seed: 1, readings: ONE_HOUR, speed: SPEED });
    expect(dayFaults(day)).toEqual([]);
    expect(day.expected.length).toBeGreaterThan(100);
    expect(day.connections).toBeGreaterThan(3);
    expect(day.switched).toEqual(["0", "1", "0"]);
  });
});

describe("the proof", () => {
  const expected = expectedOf(readingsOf(ONE_HOUR));

  test("takes what was sent again within the window, and nothing else", () => {
    const again = [...expected.slice(0, 20), ...expected.slice(15)];
    expect(compared({ expected, came: again })).toEqual({ taken: expected.length, repeats: 5 });
  });

  test.each([
    ["one is lost", [...expected.slice(0, 30), ...expected.slice(31)]],
    ["the last is lost", expected.slice(0, -1)],
    ["one of long ago comes", [...expected.slice(0, 50), 200, ...expected.slice(50)]],
  ])("sees that %s", (_, came) => {
    const { taken, strange } = compared({ expected, came });
    expect(taken < expected.length || strange !== undefined).toBe(true);
  });
});
