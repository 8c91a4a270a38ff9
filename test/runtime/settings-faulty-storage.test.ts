// Settings that come while the storage fails, or while the power goes in the middle of a write.
import { expect, test } from "vitest";
import { writeFaults } from "../../tools/laboratory/worlds/faulty-storage.ts";
import { startRemoteDevice } from "./remote-device.ts";

test("a failed write leaves the old record and is reported", () => {
  const run = startRemoteDevice();
  run.pass(5000);
  run.said();
  run.storage.plan = () => "fails";
  run.change("host=new");
  run.pass(5000);
  expect(run.said()).toContain("problem: settings were refused: they could not be stored");
  expect(run.starts()).toBe(1);
});

test.each([true, false])("a device on trial settles on one of its brokers (atomic: %s)", (isAtomic) => {
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
