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
    dust: { inside: { pm1: 4, pm25: 513, pm10: 258 }, outside: { pm1: 31, pm25: 46, pm10: 60 } },
    play({ pass, network, dust }) {
      const inside = dust("inside");
      const outside = dust("outside");
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
    co2: { air: 1234 },
    modbus: { meter: { 12: -1234.56, 37: -12, 72: 98765.43 } },
    play({ pass, network, server, co2Sensor, co2 }) {
      const meter = server("meter");
      const air = co2Sensor("air");
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
        co2.air = (co2.air ?? 0) + 111;
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
    play({ pass, network, smartMeter }) {
      const meter = smartMeter("meter");
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
    counts: { bin: 84213 },
    play({ pass, network, counts, scale }) {
      const bin = scale("bin");
      pass(520);
      network(true);
      for (const now of [513713, -2796203, 5592405]) {
        counts.bin = now;
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
    mains: { mains: { volts: 2.4, amperes: 0.31, watts: 433 } },
    play({ pass, network, mains, meter }) {
      pass(500);
      network(true);
      pass(21_000);
      mains.mains = { volts: 2.9, amperes: 0, watts: 0 };
      pass(10_000);
      for (const fault of ["cf-off", "cf1-off", "silent"] as const) {
        mains.mains = { volts: 2.6, amperes: 0.2, watts: 611 };
        meter("mains").fault = fault;
        pass(10_000);
      }
      meter("mains").fault = "none";
      pass(16_000);
    },
  },
  {
    name: "well",
    title:
      "Two echoes by the times of their edges, near and far; silence, no echo, noise, and a line that is held.",
    firmware: "well",
    distances: { water: 2.3, gate: 399.9 },
    play({ pass, network, ranger, distances }) {
      const water = ranger("water");
      pass(500);
      network(true);
      pass(20_000);
      for (const fault of ["silent", "no-echo", "noise", "held"] as const) {
        water.fault = fault;
        pass(10_000);
        water.fault = "none";
        distances.water = (distances.water ?? 0) + 57.3;
        pass(10_000);
      }
      ranger("gate").fault = "silent";
      pass(21_000);
      ranger("gate").fault = "none";
      pass(21_000);
    },
  },
  {
    name: "den",
    title:
      "Keys of a remote: pressed, held, with a long address; a cut frame, a lost edge, noise, and a lamp by a key.",
    firmware: "den",
    remotes: ["remote"],
    play({ pass, network, broker, remote }) {
      const keys = remote("remote");
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
      broker.publish(`${ROOT}/lamp/set`, "off", { qos: 1 });
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
    airs: {
      air: { celsius: -10.1, humidity: 65.2 },
      shelf: { celsius: 25.6, humidity: 51.2 },
    },
    play({ pass, network, dht, airs }) {
      const air = dht("air");
      pass(500);
      network(true);
      pass(20_000);
      for (const fault of ["silent", "wrong-bit", "no-humidity", "no-temperature", "late"] as const) {
        air.fault = fault;
        pass(10_000);
        air.fault = "none";
        airs.air = { celsius: (airs.air?.celsius ?? 0) + 22.6, humidity: (airs.air?.humidity ?? 0) - 12.8 };
        pass(20_000);
      }
      dht("shelf").fault = "silent";
      pass(21_000);
      dht("shelf").fault = "none";
      airs.shelf = { celsius: -0.1, humidity: 100 };
      pass(41_000);
    },
  },
  {
    name: "kiln",
    title:
      "Two thermocouples on one SPI, below zero and at the end of the range; each fault of the part, and of its line.",
    firmware: "kiln",
    tips: { oven: 1000.75, freezer: -250 },
    play({ pass, network, thermocouple, tips, air }) {
      const oven = thermocouple("oven");
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
        tips.oven = (tips.oven ?? 0) + 99.5;
        air.celsius -= 8.2;
        pass(10_000);
      }
      tips.freezer = -0.25;
      pass(21_000);
    },
  },
];
