// Sessions about what becomes of readings, and what a device tells of itself.
import { ROOT, type Session } from "../session.ts";

/** The air, every quarter of a minute, in °C and %: drift, a wild value, a step, cold, damp that comes and goes. */
const HOURS: readonly (readonly [celsius: number, humidity: number])[] = [
  [21.5, 30],
  [21.56, 31],
  [21.61, 49],
  [21.7, 51],
  [90, 75],
  [21.8, 99],
  [29.9, 100],
  [30.1, 20],
  [3.04, 24],
  [2.96, 25],
  [-0.05, 26],
  [-8.45, 74],
  [-21, 76],
  [-44, 0],
  [-21.2, 0],
];

/** What the server by Modbus has, by the first register. */
const REGISTERS: Readonly<Record<number, number>> = { 12: -1234.56, 37: -12, 72: 98765.43 };

export const SENSING: readonly Session[] = [
  {
    name: "filters",
    title:
      "Each filter at work, above and below zero, through wild values and a part that fails for a while.",
    firmware: "filters",
    play({ pass, network, air, sensor, broker }) {
      pass(500);
      network(true);
      for (const [celsius, humidity] of HOURS) {
        air.celsius = celsius;
        air.humidity = humidity;
        pass(15_000);
      }
      sensor.fault = "bad-crc";
      pass(40_000);
      sensor.fault = "none";
      air.celsius = 12.34;
      pass(30_400);
      broker.publish(`${ROOT}/smooth/get`, "");
      pass(300);
      broker.publish(`${ROOT}/smooth/get`, "now", { qos: 1 });
      broker.publish(`${ROOT}/smooth/get`, "now");
      pass(70_000);
    },
  },
  {
    name: "filters-across-the-wrap",
    title: "The clock wraps while a throttle is shut, a debounce waits and a heartbeat is due.",
    firmware: "filters",
    clock: 2 ** 31 - 16_000,
    play({ pass, network, air }) {
      pass(500);
      network(true);
      pass(14_700);
      air.humidity = 80;
      air.celsius = 24;
      pass(90_000);
    },
  },
  {
    name: "itself",
    title: "Uptime, counters and the log, through a fault, and a network that is away, shortly and long.",
    firmware: "itself",
    play({ pass, network, sensor }) {
      pass(500);
      network(true);
      pass(65_200);
      sensor.fault = "absent";
      pass(20_000);
      sensor.fault = "none";
      // Not a cut: each platform has words of its own for why a link ended, and the log says them.
      network(false);
      pass(3000);
      network(true);
      pass(50_300);
      network(false);
      pass(100_000);
      network(true);
      pass(130_000);
    },
  },
  {
    name: "itself-across-the-wrap",
    title: "The uptime goes on where the clock begins again.",
    firmware: "itself",
    clock: 2 ** 31 - 30_500,
    play({ pass, network }) {
      pass(500);
      network(true);
      pass(200_000);
    },
  },
  {
    name: "dust",
    title:
      "Two parts on UARTs: frames, noise, a frame cut, a wrong sum, silence, and one that speaks by itself again.",
    firmware: "dust",
    around: {
      inside: { dust: () => ({ pm1: 4, pm25: 513, pm10: 258 }) },
      outside: { dust: () => ({ pm1: 31, pm25: 46, pm10: 60 }) },
    },
    play({ pass, network, part }) {
      const inside = part("dustSensors", "inside");
      const outside = part("dustSensors", "outside");
      pass(500);
      network(true);
      pass(20_000);
      for (const fault of ["noise", "cut", "bad-checksum", "silent", "noisy", "wrong-rate"] as const) {
        inside.fault = fault;
        pass(10_000);
      }
      inside.fault = "none";
      outside.powerCycle();
      pass(25_000);
      outside.fault = "silent";
      pass(11_000);
      outside.fault = "none";
      pass(21_000);
    },
  },
  {
    name: "workshop",
    title:
      "CO2 once it is warm, and a meter by Modbus: floats below zero and too wide, refusals, and each fault of both lines.",
    firmware: "workshop",
    around: { meter: { modbus: (register) => REGISTERS[register] ?? 0 } },
    play({ pass, network, part, around }) {
      const meter = part("modbusServers", "meter");
      const air = part("co2Sensors", "air");
      let co2 = 1234;
      around.air.co2 = () => co2;
      pass(500);
      network(true);
      pass(41_000);
      for (const fault of ["refusing", "busy", "wrong-address", "wrong-count", "echo"] as const) {
        meter.fault = fault;
        pass(10_000);
      }
      for (const fault of ["noise", "cut", "bad-checksum", "silent", "noisy", "wrong-rate"] as const) {
        meter.fault = fault;
        air.fault = fault;
        co2 += 111;
        pass(10_000);
      }
      meter.fault = "none";
      air.fault = "none";
      pass(140_000);
    },
  },
  {
    name: "fusebox",
    title: "Telegrams of a smart meter, longer than what other parts say, and each fault of its line.",
    firmware: "fusebox",
    play({ pass, network, part }) {
      const meter = part("smartMeters", "meter");
      pass(500);
      network(true);
      pass(41_000);
      for (const fault of ["noise", "cut", "bad-checksum", "silent", "noisy"] as const) {
        meter.fault = fault;
        pass(10_000);
      }
      meter.fault = "none";
      pass(30_000);
    },
  },
  {
    name: "mill",
    title: "Weights by an HX711, above and below nothing, bit by bit; and each fault of its lines.",
    firmware: "mill",
    around: { bin: { weight: () => 0 } },
    play({ pass, network, around, part }) {
      const bin = part("scales", "bin");
      pass(520);
      network(true);
      // As its driver is told: counts without a load, and for a kilogram.
      for (const counts of [513713, -2796203, 5592405]) {
        around.bin.weight = () => ((counts - 84213) * 1000) / 429_500;
        pass(10_000);
      }
      for (const fault of ["shorted", "not-ready", "absent", "too-much", "none"] as const) {
        bin.fault = fault;
        pass(10_000);
      }
    },
  },
  {
    name: "plug",
    title: "Power, voltage and current by pulses: a load, none, a mains that fails, and each wire off.",
    firmware: "plug",
    around: { mains: { mains: () => ({ volts: 2.4, amperes: 0.31, watts: 433 }) } },
    play({ pass, network, around, part }) {
      pass(500);
      network(true);
      pass(21_000);
      around.mains.mains = () => ({ volts: 2.9, amperes: 0, watts: 0 });
      pass(10_000);
      for (const fault of ["cf-off", "cf1-off", "silent"] as const) {
        around.mains.mains = () => ({ volts: 2.6, amperes: 0.2, watts: 611 });
        part("mains", "mains").fault = fault;
        pass(10_000);
      }
      part("mains", "mains").fault = "none";
      pass(16_000);
    },
  },
  {
    name: "well",
    title:
      "Two echoes by the times of their edges, near and far; silence, no echo, noise, and a line that is held.",
    firmware: "well",
    around: { gate: { distance: () => 399.9 } },
    play({ pass, network, part, around }) {
      const water = part("rangers", "water");
      let distance = 2.3;
      around.water.distance = () => distance;
      pass(500);
      network(true);
      pass(20_000);
      for (const fault of ["silent", "no-echo", "noise", "held"] as const) {
        water.fault = fault;
        pass(10_000);
        water.fault = "none";
        distance += 57.3;
        pass(10_000);
      }
      part("rangers", "gate").fault = "silent";
      pass(21_000);
      part("rangers", "gate").fault = "none";
      pass(21_000);
    },
  },
  {
    name: "den",
    title:
      "Keys of a remote: pressed, held, with a long address; a cut frame, a lost edge, noise, and a lamp by a key.",
    firmware: "den",
    play({ pass, network, part, command }) {
      const keys = part("remotes", "remote");
      pass(500);
      keys.press(69);
      pass(2_200);
      network(true);
      pass(9_240);
      for (const [code, repeats] of [
        [69, 0],
        [0x7d0210, 12],
        [0, 1],
        [0xffffff, 0],
        [69, 3],
      ] as const) {
        keys.press(code, repeats);
        pass(3_130);
      }
      for (const fault of ["cut", "lost-edge", "wrong-check", "noise", "jitter"] as const) {
        keys.fault = fault;
        keys.press(69, 1);
        pass(2_090);
      }
      command("lamp", "off");
      pass(1_000);
      network(false);
      keys.press(0x7d0210);
      pass(3_300);
      network(true);
      pass(6_000);
    },
  },
  {
    name: "cellar",
    title:
      "Two DHT22s: frost, both low bytes 0, the ends of the range; silence, a wrong sum, broken sensors.",
    firmware: "cellar",
    around: {
      air: { air: () => ({ celsius: -10.1, humidity: 65.2 }) },
      shelf: { air: () => ({ celsius: 25.6, humidity: 51.2 }) },
    },
    play({ pass, network, part, around }) {
      const air = part("dhts", "air");
      pass(500);
      network(true);
      pass(20_000);
      for (const fault of ["silent", "wrong-bit", "no-humidity", "no-temperature", "late"] as const) {
        air.fault = fault;
        pass(10_000);
        air.fault = "none";
        const { celsius, humidity } = around.air.air();
        around.air.air = () => ({ celsius: celsius + 22.6, humidity: humidity - 12.8 });
        pass(20_000);
      }
      part("dhts", "shelf").fault = "silent";
      pass(21_000);
      part("dhts", "shelf").fault = "none";
      around.shelf.air = () => ({ celsius: -0.1, humidity: 100 });
      pass(41_000);
    },
  },
  {
    name: "kiln",
    title:
      "Two thermocouples on one SPI, below zero and at the end of the range; each fault of the part, and of its line.",
    firmware: "kiln",
    around: { freezer: { tip: () => -250 } },
    play({ pass, network, part, around, air }) {
      const oven = part("thermocouples", "oven");
      let tip = 1000.75;
      around.oven.tip = () => tip;
      pass(500);
      network(true);
      pass(20_000);
      for (const fault of [
        "open",
        "short-to-ground",
        "short-to-supply",
        "silent",
        "held-low",
        "shifted",
      ] as const) {
        oven.fault = fault;
        pass(10_000);
        oven.fault = "none";
        tip += 99.5;
        air.celsius -= 8.2;
        pass(10_000);
      }
      around.freezer.tip = () => -0.25;
      pass(21_000);
    },
  },
];
