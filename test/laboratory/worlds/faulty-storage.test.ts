// A storage whose writes fail or are torn, as planned, or as drawn from a seed.
import { describe, expect, test } from "vitest";
import {
  FaultyStorage,
  type Left,
  PowerLost,
  survivingPowerLoss,
  writeFaults,
} from "../../../tools/laboratory/worlds/faulty-storage.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";
import { startRemoteDevice } from "../../runtime/remote-device.ts";
import { lab as espruino } from "../hosts/espruino/lab.ts";
import { CHIPS, lab as nodeMcu } from "../hosts/nodemcu/lab.ts";

test("a failed write leaves the old record, and the device learns", () => {
  const run = startRemoteDevice();
  run.pass(5000);
  run.said();
  run.storage.plan = () => "fails";
  run.change("host=new");
  run.pass(5000);
  expect(run.said()).toContain("problem: settings were refused: they could not be stored");
  expect(run.starts()).toBe(1);
});

describe("power that goes in the middle of a write", () => {
  test.each<[Left, string | undefined]>([
    ["old", "old"],
    ["new", "newer"],
    ["nothing", undefined],
    [{ firstBytes: 3 }, "new"],
  ])("leaves %j, and stops the program", (left, kept) => {
    const storage = new FaultyStorage([["a", "old"]]);
    let lost = 0;
    storage.plan = () => ({ powerGoesLeaving: left });
    storage.powerGoes = () => {
      lost += 1;
    };
    expect(() => storage.set("a", "newer")).toThrow(PowerLost);
    expect([storage.get("a"), lost, storage.writes]).toEqual([kept, 1, 1]);
  });

  test("it ends one turn of the clock, and another fault goes on", () => {
    const clock = survivingPowerLoss(createVirtualClock());
    const storage = new FaultyStorage();
    const done: string[] = [];
    storage.plan = () => ({ powerGoesLeaving: "new" });
    clock.after(1, () => {
      storage.set("a", "1");
      done.push("behind the write");
    });
    clock.after(2, () => done.push("later"));
    clock.advance(2);
    expect([done, storage.get("a")]).toEqual([["later"], "1"]);
    clock.after(1, () => {
      throw new Error("a fault");
    });
    expect(() => clock.advance(1)).toThrow("a fault");
  });
});

describe("on a hosted chip a write that fails", () => {
  /** A storage with an old record, whose writes to `name` fail. */
  function failing(name: string) {
    const storage = new FaultyStorage([["r", "old"]]);
    storage.plan = (write) => (write.name === name ? "fails" : "done");
    return { around: { storage } };
  }

  test("is told to an Espruino's script", () => {
    const board = espruino("print(require('Storage').write('r','new'));", failing("r"));
    expect(board.lines()).toEqual(["false"]);
  });

  test.each(CHIPS)("an %s's program learns of the failed write and keeps its file", (chip) => {
    const table = nodeMcu(chip, failing("s"));
    table.run('note(file.rename("r", "s"), file.exists("r"), file.exists("s"))');
    expect(table.notes()).toBe("false true false");
  });
});

describe("on a hosted chip power that goes in the middle of a write", () => {
  /** A storage in which the power goes when "newer" is written. */
  function tearing() {
    const storage = new FaultyStorage([["r", "old"]]);
    storage.plan = ({ bytes }) => (bytes === "newer" ? { powerGoesLeaving: { firstBytes: 2 } } : "done");
    return { storage, around: { storage, clock: survivingPowerLoss(createVirtualClock()) } };
  }

  test("it stops an Espruino's script, which finds the torn record later", () => {
    const { storage, around } = tearing();
    const board = espruino(
      "print(require('Storage').read('r'));setTimeout(function(){require('Storage').write('r','newer');print('behind');},1000);setInterval(print,300,'tick');",
      { around },
    );
    storage.powerGoes = () => board.device.kill();
    board.world.clock.advance(5000);
    expect(board.lines().join(" ")).toMatch(/^old( tick)+$/);
    board.device.reboot();
    board.world.clock.advance(1000);
    expect(board.lines()[0]).toBe("ne");
  });

  test("stops an ESP8266's program, whatever catches its errors", () => {
    const { storage, around } = tearing();
    const table = nodeMcu("esp8266", {
      around,
      init: `tmr.create():alarm(1000, tmr.ALARM_SINGLE, function() pcall(file.putcontents, "r", "newer") print("behind") end)
        print(file.getcontents("r"))`,
    });
    storage.powerGoes = () => table.device.kill();
    table.advance(5000);
    table.device.boot();
    expect(table.log).toEqual(["old", "ne"]);
  });
});

describe("from a seed", () => {
  const fates = (seed: number, isAtomic: boolean) => {
    const plan = writeFaults(seed, { fails: 4, powerGoes: 3, isAtomic });
    return Array.from({ length: 100 }, (_, number) =>
      JSON.stringify(plan({ number, name: "a", bytes: "bytes" })),
    );
  };

  test("the same faults come again, and another seed brings others", () => {
    expect(fates(1, false)).toEqual(fates(1, false));
    expect(fates(1, false)).not.toEqual(fates(2, false));
  });

  test("an atomic medium keeps the old record or the new one", () => {
    expect(new Set(fates(1, true))).toEqual(
      new Set(['"done"', '"fails"', '{"powerGoesLeaving":"old"}', '{"powerGoesLeaving":"new"}']),
    );
    expect(new Set(fates(1, false)).size).toBeGreaterThan(5);
  });

  test.each([true, false])("a device on trial stays at one of its brokers (atomic: %s)", (isAtomic) => {
    for (let seed = 0; seed < 100; seed += 1) {
      const run = startRemoteDevice();
      run.storage.plan = writeFaults(seed, { fails: 4, powerGoes: 4, isAtomic });
      run.pass(5000);
      run.change("host=new", true);
      run.pass(60_000);
      run.storage.plan = () => "done";
      run.pass(120_000);
      const at = run.brokers.old.sessions().concat(run.brokers.new.sessions());
      expect(at.filter(({ isConnected }) => isConnected).length, `seed ${seed}`).toBe(1);
    }
  });
});
