// Inputs without a part on each engine: they take, refuse and keep what they do in Node.
import { beforeAll, describe, expect, test } from "vitest";
import { PERSISTED_STATES_RECORD } from "../../../../src/device/run/persisted-states.ts";
import * as DOSE from "./durations.ts";
import { ENGINES, startOn } from "./on-engine.ts";
import * as NOTE from "./texts.ts";
import * as WAKE from "./times.ts";

const DEVICE = `import { device, durationInput, minutes, powerSwitch, seconds, textInput, timeInput, valueOnly, when } from "ringmote";

export default device({
  name: "board",
  actuators: [
    textInput("note", { minLength: 1, maxLength: 4, atStart: "last", initial: "für" }),
    timeInput("wake", { initial: "06:30" }),
    durationInput("dose", { min: seconds(1), max: minutes(2), step: seconds(0.5), initial: seconds(5) }),
    powerSwitch("start", valueOnly()),
    powerSwitch("pump", valueOnly()),
  ],
  rules: [when("start").is("on").for("dose").setFor("pump", "on", "dose")],
});
`;

/** A build under load; it measures nothing. */
const BUILD_MS = 300_000;

/** A text as it goes over the network. */
const bytes = (text: string) => Buffer.from(text).toString("latin1");

describe.each(ENGINES)("on %s", (board) => {
  let run: Awaited<ReturnType<typeof startOn>>;
  beforeAll(async () => {
    run = await startOn(board, DEVICE);
    run.clock.advance(30_000);
  }, BUILD_MS);

  function command(name: string, payloads: readonly string[]): void {
    for (const payload of payloads) {
      run.broker.deliver(`home/b/${name}/set`, payload);
      run.clock.advance(1000);
    }
  }

  function said(topic: string): string[] {
    return run.broker.received
      .filter((message) => message.topic === `home/b/${topic}`)
      .map(({ payload }) => payload);
  }

  test("a text input behaves as in Node", () => {
    const wrong = [...NOTE.REFUSED.map(bytes), ...NOTE.ILL_FORMED];
    command("note", [...NOTE.TAKEN.map(bytes), ...wrong]);
    expect(said("note")).toEqual(["für", ...NOTE.TAKEN].map(bytes));
    expect(said("note/problem")).toHaveLength(wrong.length);
    expect(said("note/problem").every((why) => why.endsWith(NOTE.ALLOWED))).toBe(true);
  });

  test("a time input behaves as in Node", () => {
    const wrong = [...WAKE.REFUSED, ...WAKE.NOISE].map(bytes);
    command("wake", [...WAKE.TAKEN.map(([sent]) => sent), ...wrong]);
    expect(said("wake")).toEqual(["06:30", ...WAKE.TAKEN.map(([, time]) => time)]);
    expect(said("wake/problem")).toHaveLength(wrong.length);
    expect(said("wake/problem").every((why) => why.endsWith(WAKE.ALLOWED))).toBe(true);
  });

  test("a duration input behaves as in Node", () => {
    command("dose", [...DOSE.TAKEN.map(([sent]) => sent), ...DOSE.REFUSED]);
    expect(said("dose")).toEqual(["5.0", ...DOSE.TAKEN.map(([, shown]) => shown)]);
    expect(said("dose/problem")).toHaveLength(DOSE.REFUSED.length);
    expect(said("dose/problem").every((why) => why.endsWith(DOSE.ALLOWED))).toBe(true);
  });

  test("a rule uses the set duration", () => {
    command("dose", ["2.5"]);
    run.broker.deliver("home/b/start/set", "on");
    const heard = [2300, 500, 1800, 500].map((ms) => {
      run.clock.advance(ms);
      return said("pump").at(-1);
    });
    expect(heard).toEqual(["off", "on", "on", "off"]);
  });

  test("a set value survives a restart", () => {
    run.clock.advance(20_000);
    const note = bytes(NOTE.TAKEN.at(-1) ?? "");
    expect(run.storage.get(PERSISTED_STATES_RECORD)).toBe(
      `\nnote=0\nnote/text=${note}\nwake=1170\ndose=25\n`,
    );
    expect(run.broker.breaches).toEqual([]);
  });
});
