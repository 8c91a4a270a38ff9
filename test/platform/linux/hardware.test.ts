// The Linux platform's calls to the machine's programs and files, and its reading of their answers.
import { describe, expect, test } from "vitest";
import { voltage } from "../../../src/platform/linux/analog.ts";
import { linuxBuses } from "../../../src/platform/linux/bus.ts";
import { availableMemory, machineNumber, startReason, wifiSignal } from "../../../src/platform/linux/chip.ts";
import { LinuxLines } from "../../../src/platform/linux/lines.ts";
import { kernelOneWire } from "../../../src/platform/linux/one-wire.ts";
import { PROGRAMS } from "../../../src/platform/linux/programs.ts";
import { pulse } from "../../../src/platform/linux/pwm.ts";
import { NEXT_BUS } from "../../../src/ports/i2c.ts";
import { madeFiles, madePrograms } from "./made-machine.ts";

describe("the I2C bus", () => {
  test("the I2C bus writes and reads in one transfer each", () => {
    const { run, done, answers } = madePrograms();
    const bus = linuxBuses([1, 3], run);
    answers.set("i2ctransfer -y 1 w2@0x44 0x24 0x00", "");
    answers.set("i2ctransfer -y 1 r3@0x44", "0xbe 0xef 0x92\n");
    expect(bus.write(0x44, "\x24\x00")).toBe(true);
    expect(bus.read(0x44, 3)).toBe("\xbe\xef\x92");
    expect(bus.write(0x44 + NEXT_BUS, "\x24")).toBe(false);
    expect(done).toEqual([
      "i2ctransfer -y 1 w2@0x44 0x24 0x00",
      "i2ctransfer -y 1 r3@0x44",
      "i2ctransfer -y 3 w1@0x44 0x24",
    ]);
  });

  test.each([
    ["nothing", undefined],
    ["too little", "0xbe 0xef"],
    ["no bytes", "0xbe 0xef oops"],
    ["more than a byte", "0xbe 0xef 0x192"],
  ])("a part that answers with %s is absent", (_what, answer) => {
    const { run, answers } = madePrograms();
    answers.set("i2ctransfer -y 1 r3@0x44", answer);
    expect(linuxBuses([1, 3], run).write(0x44, "\x24")).toBe(false);
    expect(linuxBuses([1, 3], run).read(0x44, 3)).toBeUndefined();
  });
});

describe("digital lines", () => {
  test("a gpiod program holds each output and sets its level", () => {
    const programs = madePrograms();
    const lines = new LinuxLines(programs, () => {});
    lines.written("gpiochip0 17", 0);
    lines.written("gpiochip0 17", 1);
    lines.written("gpiochip0 27", 1);
    lines.written("gpiochip0 27", 0);
    lines.end();
    expect(programs.done).toEqual([
      "gpioset --interactive --chip gpiochip0 17=0",
      "gpioset: set 17=1",
      "gpioset --interactive --chip gpiochip0 27=1",
      "gpioset: set 27=0",
      "gpioset ends",
      "gpioset ends",
    ]);
  });

  test("an unwatched input is read with its pull-up", () => {
    const programs = madePrograms();
    const lines = new LinuxLines(programs, () => {});
    programs.answers.set("gpioget --numeric --bias pull-up --chip gpiochip0 4", "1\n");
    expect(lines.level(4, true)).toBe(1);
    expect(lines.level("gpiochip0 5", false)).toBe(0);
    expect(programs.done.at(-1)).toBe("gpioget --numeric --bias as-is --chip gpiochip0 5");
  });

  test("a watched input reports each edge until unwatched", () => {
    const programs = madePrograms();
    const lines = new LinuxLines(programs, () => {});
    const seen: number[] = [];
    const monitor = "gpiomon --edges both --format %e --bias pull-up --chip gpiochip0 4";
    programs.answers.set("gpioget --numeric --bias pull-up --chip gpiochip0 4", "1\n");
    const stop = lines.watch(4, true, (level) => seen.push(level));
    const stopOther = lines.watch(4, true, () => {});
    expect(lines.level(4, true)).toBe(1);
    for (const edge of ["2", "1", "2"]) programs.running.get(monitor)?.line(edge);
    expect([seen, lines.level(4, true)]).toEqual([[0, 1, 0], 0]);
    stop();
    expect(programs.running.has(monitor)).toBe(true);
    stopOther();
    expect(programs.running.has(monitor)).toBe(false);
  });

  test("a program that ends by itself is reported", () => {
    const programs = madePrograms();
    const told: string[] = [];
    new LinuxLines(programs, (line) => told.push(line)).written(17, 1);
    programs.running.get("gpioset --interactive --chip gpiochip0 17=1")?.ended("line 17 is busy");
    expect(told).toEqual(["nobody holds line 17 of gpiochip0 any more: line 17 is busy"]);
  });
});

describe("PWM", () => {
  test("PWM exports the channel and keeps the duty within the period", () => {
    const { sysfs, put, text } = madeFiles({ "sys/class/pwm/pwmchip0/export": "" });
    const folder = "sys/class/pwm/pwmchip0/pwm0";
    expect(pulse(sysfs, "pwmchip0 0", 500, 512)).toBe(false);
    expect(text("sys/class/pwm/pwmchip0/export")).toBe("0");
    for (const file of ["period", "duty_cycle", "enable"]) put(`${folder}/${file}`, "0\n");
    expect(pulse(sysfs, "pwmchip0 0", 500, 512)).toBe(true);
    expect(["period", "duty_cycle", "enable"].map((file) => text(`${folder}/${file}`))).toEqual([
      "2000000",
      "1000978",
      "1",
    ]);
  });
});

describe("analog inputs", () => {
  test.each([
    ["iio:device0 3", 3300, 2048],
    ["iio:device0 3", 1000, 4095],
    ["iio:device0 4", 3300, 0],
    ["iio:device1 3", 3300, 0],
  ])("analog value %s at full scale %i mV is %i", (pin, fullScale, seen) => {
    const { sysfs } = madeFiles({
      // 13200 counts of 0.125 mV are 1650 mV.
      "sys/bus/iio/devices/iio:device0/in_voltage3_raw": "13200\n",
      "sys/bus/iio/devices/iio:device0/in_voltage_scale": "0.125\n",
    });
    expect(voltage(sysfs, pin, fullScale)).toBe(seen);
  });
});

describe("one-wire", () => {
  const MASTER = "sys/bus/w1/devices/w1_bus_master1";
  const SLAVE = "28-0316a2795bff";
  const ROM = "\x28\xff\x5b\x79\xa2\x16\x03\x1c";
  const made = (files: Record<string, string> = {}) =>
    madeFiles({
      [`${MASTER}/w1_master_slaves`]: `${SLAVE}\n28-000000000001\n`,
      [`${MASTER}/therm_bulk_read`]: "0\n",
      [`sys/bus/w1/devices/${SLAVE}/w1_slave`]:
        "91 01 4b 46 7f ff 0c 10 25 : crc=25 YES\n91 01 4b 46 7f ff 0c 10 25 t=25062\n",
      "sys/bus/w1/devices/28-000000000001/w1_slave": "\n",
      ...files,
    });

  test("a one-wire line without kernel devices is empty", () => {
    const { sysfs } = made({ [`${MASTER}/w1_master_slaves`]: "not found.\n" });
    expect(kernelOneWire(sysfs, "w1_bus_master1").reset()).toBe(false);
  });

  test("a conversion starts on the whole line and reports progress", () => {
    const { sysfs, put, text } = made();
    const bus = kernelOneWire(sysfs, "w1_bus_master1");
    expect(bus.reset()).toBe(true);
    bus.write("\xcc\x44");
    expect(text(`${MASTER}/therm_bulk_read`)).toBe("trigger\n");
    put(`${MASTER}/therm_bulk_read`, "-1\n");
    expect(bus.read(1)).toBe("\0");
    put(`${MASTER}/therm_bulk_read`, "1\n");
    expect(bus.read(1)).toBe("\xff");
  });

  test.each([
    ["the only one that is meant", "\xcc\xbe"],
    ["the one whose ROM code is said", `\x55${ROM}\xbe`],
  ])("a scratchpad reads as %s", (_which, command) => {
    const { sysfs } = made();
    const bus = kernelOneWire(sysfs, "w1_bus_master1");
    bus.reset();
    bus.write(command);
    expect(bus.read(9)).toBe("\x91\x01\x4b\x46\x7f\xff\x0c\x10\x25");
    expect(bus.read(2)).toBe("\xff\xff");
  });

  test.each([
    ["all on the line", "\xcc", ["12\n", "12\n"]],
    ["the one whose ROM code is said", `\x55${ROM}`, ["12\n", "9\n"]],
  ])("the resolution written by a driver is %s", (_which, address, left) => {
    const files = [SLAVE, "28-000000000001"].map((slave) => `sys/bus/w1/devices/${slave}/resolution`);
    const { sysfs, text } = made(Object.fromEntries(files.map((file) => [file, "9\n"])));
    const bus = kernelOneWire(sysfs, "w1_bus_master1");
    bus.reset();
    bus.write(`${address}\x4e\x4b\x46\x7f`);
    expect(files.map(text)).toEqual(left);
  });

  test("a part that the kernel cannot read leaves the line high", () => {
    const { sysfs } = made({ [`${MASTER}/w1_master_slaves`]: "28-000000000001\n" });
    const bus = kernelOneWire(sysfs, "w1_bus_master1");
    bus.reset();
    bus.write("\xcc\xbe");
    expect(bus.read(3)).toBe("\xff\xff\xff");
  });
});

describe("the machine itself", () => {
  test.each([
    [{ "sys/firmware/devicetree/base/serial-number": "10000000A1B2C3D4\0" }, "0000a1b2c3d4"],
    [{ "etc/machine-id": "0123456789abcdef0123456789abcdef\n" }, "456789abcdef"],
    [{}, "000000000000"],
  ])("the machine's number has twelve digits: %o", (files, number) => {
    expect(machineNumber(madeFiles(files).sysfs)).toBe(number);
  });

  test.each([
    ["12.40 30.1\n", "power"],
    ["90000.12 30.1\n", "software"],
    ["", "unknown"],
  ])("a machine with the uptime %j was started by %s", (uptime, reason) => {
    expect(startReason(madeFiles(uptime === "" ? {} : { "proc/uptime": uptime }).sysfs)).toBe(reason);
  });

  test("a machine reports its Wi-Fi signal and memory", () => {
    const { sysfs } = madeFiles({
      "proc/net/wireless":
        "Inter-| sta-|   Quality        |   Discarded packets\n face | tus | link level noise |  nwid\n wlan0: 0000   54.  -56.  -256        0      0\n",
      "proc/meminfo": "MemTotal: 440000 kB\nMemFree: 10000 kB\nMemAvailable:  250000 kB\n",
    });
    expect([wifiSignal(sysfs), availableMemory(sysfs)]).toEqual([-56, 256_000_000]);
    expect(wifiSignal(madeFiles().sysfs)).toBe(0);
  });
});

describe("real programs", () => {
  test("a program that fails or is missing returns nothing", () => {
    expect(PROGRAMS.run("false", [])).toBeUndefined();
    expect(PROGRAMS.run("ringmote-has-no-such-program", [])).toBeUndefined();
    expect(PROGRAMS.run("printf", ["0x01\\n"])).toBe("0x01\n");
  });

  test("a running program exchanges lines and reports its end", async () => {
    const heard: string[] = [];
    const words = await new Promise<string>((resolve) => {
      const program = PROGRAMS.start("sh", ["-c", "read a; echo got $a; echo because >&2; exit 3"], {
        line: (line) => heard.push(line),
        ended: resolve,
      });
      program.say("17=1");
    });
    expect([heard, words]).toEqual([["got 17=1"], "because"]);
  });

  test("a program that was stopped reports nothing", async () => {
    const told: string[] = [];
    const program = PROGRAMS.start("cat", [], {
      line: (line) => told.push(line),
      ended: (why) => told.push(why),
    });
    program.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told).toEqual([]);
  });
});
