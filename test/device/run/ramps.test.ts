// Lights that go to their brightness in steps: where their parts are driven meanwhile, and what the broker is told.
import { expect, test } from "vitest";
import { colorLight, light, minutes, seconds } from "../../../src/index.ts";
import { notedPart, startActing } from "../acting-device.ts";

const COLOURED = 16777215;

/** What a light with this ramp of a second was driven to since the last look. */
function lit(options: Parameters<typeof light>[2] = {}, around: Parameters<typeof startActing>[1] = {}) {
  const part = notedPart(255);
  const run = startActing({ actuators: [light("lamp", part, { ramp: seconds(1), ...options })] }, around);
  run.said();
  let read = 0;
  const driven = () => {
    const since = part.driven.slice(read);
    read = part.driven.length;
    return since;
  };
  return { ...run, driven };
}

test("a light ramps at 40 steps a second", () => {
  const { driven, send, pass, said } = lit();
  expect(driven()).toEqual([0]);
  send("lamp", "on");
  pass(50);
  expect(said()).toEqual(["lamp=on", "lamp/brightness=255"]);
  pass(950);
  const up = driven();
  expect(up).toHaveLength(40);
  expect(up.slice(0, 3)).toEqual([6, 12, 19]);
  expect(up.at(-1)).toBe(255);
  pass(5_000);
  expect(driven()).toEqual([]);
  send("lamp", "off");
  pass(50);
  expect(said()).toEqual(["lamp=off", "lamp/brightness=255"]);
  pass(950);
  const down = driven();
  expect(down.slice(0, 3)).toEqual([249, 243, 236]);
  expect(down.at(-1)).toBe(0);
});

test("a small ramp repeats no step", () => {
  const { driven, send, pass } = lit();
  send("lamp/brightness", "3");
  pass(2_000);
  expect(driven()).toEqual([0, 1, 2, 3]);
});

test("a command during a ramp continues from the present brightness", () => {
  const { driven, send, pass } = lit();
  send("lamp", "on");
  pass(500);
  expect(driven().at(-1)).toBe(127);
  send("lamp/brightness", "107");
  pass(1_000);
  const back = driven();
  expect([back[0], back.at(-1), back.length]).toEqual([126, 107, 20]);
  send("lamp", "on");
  pass(500);
  expect(driven()).toEqual([]);
});

test("the same command again does not restart a ramp", () => {
  const { driven, send, pass } = lit();
  for (let i = 0; i < 10; i += 1) {
    send("lamp", "on");
    pass(100);
  }
  expect(driven().at(-1)).toBe(255);
});

test("a ramp of a fractional step count ends in time", () => {
  const { driven, send, pass } = lit({ ramp: seconds(0.06) });
  send("lamp", "on");
  pass(61);
  expect(driven()).toEqual([0, 106, 212, 255]);
});

test("a ramp continues across the clock's wrap", () => {
  const { driven, send, pass } = lit({}, { startAt: 2 ** 31 - 700 });
  send("lamp", "on");
  pass(1_000);
  expect(driven()).toHaveLength(41);
  expect(driven()).toEqual([]);
});

test("a light that starts on has no ramp", () => {
  const { driven, pass } = lit({ atStart: "on" });
  pass(2_000);
  expect(driven()).toEqual([255]);
});

test("policies count from the command, not from the ramp's end", () => {
  const { driven, send, pass, saidOf } = lit({
    ramp: seconds(10),
    maximumOn: seconds(5),
    minimumOff: seconds(3),
  });
  pass(5_000);
  send("lamp", "on");
  pass(5_100);
  expect(saidOf("lamp")).toEqual(["on", "off"]);
  expect(driven().at(-1)).toBeLessThan(128);
  send("lamp", "on");
  pass(2_000);
  expect(saidOf("lamp")).toEqual(["off"]);
  pass(1_100);
  expect(saidOf("lamp")).toEqual(["on"]);
});

test("two lights ramp independently", () => {
  const [first, second] = [notedPart(255), notedPart(255)];
  const { send, pass } = startActing({
    actuators: [light("one", first, { ramp: seconds(1) }), light("other", second, { ramp: minutes(1) })],
  });
  send("other", "on");
  pass(10_000);
  send("one/brightness", "40");
  pass(1_000);
  expect([first.driven.at(-1), second.driven.at(-1)]).toEqual([40, 46]);
  pass(49_000);
  expect(second.driven.at(-1)).toBe(255);
});

test("a colour changes at once while its brightness ramps", () => {
  const part = notedPart(COLOURED);
  const { send, pass } = startActing({
    actuators: [colorLight("strip", part as never, { ramp: seconds(1) })],
  });
  send("strip/color", "255,0,0");
  send("strip", "on");
  pass(500);
  expect(part.driven.at(-1)?.toString(16)).toBe("7f0000");
  send("strip/color", "0,0,255");
  pass(1);
  expect(part.driven.at(-1)?.toString(16)).toBe("7f");
  pass(500);
  expect(part.driven.at(-1)?.toString(16)).toBe("ff");
  send("strip/color", "0,0,0");
  pass(500);
  expect(part.driven.at(-1)?.toString(16)).toBe("80");
});
