// Sessions about what a climate device is for: measuring a room, and switching its heater.
import { ROOT, type Session } from "../session.ts";

const CONNECTED_MS = 2000;
const COMMAND = `${ROOT}/heater/set`;

/** The air, every half minute, in °C and %: steps, drift inside the dead band, single wild values, cold. */
const DAY: readonly (readonly [celsius: number, humidity: number])[] = [
  [21.53, 48.2],
  [21.58, 48.4],
  [21.7, 48.9],
  [35.0, 10.0],
  [21.9, 49.4],
  [22.1, 50.6],
  [22.3, 51.5],
  [22.45, 52.5],
  [22.5, 52.51],
  [20.0, 60.0],
  [18.0, 70.0],
  [9.96, 99.6],
  [4.04, 100],
  [0.04, 100],
  [-0.05, 100],
  [-0.06, 0],
  [-4.96, 0.4],
  [-15.0, 0.5],
  [-44.9, 1.49],
  [-45.0, 1.5],
  [99.94, 5],
  [99.96, 5],
  [130, 5],
  [21.5, 45],
];

export const CLIMATE: readonly Session[] = [
  {
    name: "telemetry",
    title: "The air changes for a quarter of an hour: median, dead band, values below zero.",
    firmware: "climate",
    play({ pass, network, air }) {
      pass(500);
      network(true);
      for (const [celsius, humidity] of DAY) {
        air.celsius = celsius;
        air.humidity = humidity;
        pass(30_000);
      }
      pass(200_000);
    },
  },
  {
    name: "commands",
    title: "on, off, the same again, garbage, nothing, other topics, at both QoS, several at once.",
    firmware: "climate",
    play({ pass, network, broker }) {
      pass(500);
      network(true);
      pass(CONNECTED_MS);
      for (const payload of ["on", "on", "off", "ON", "", "on ", "on", "\x00\xff", "off"]) {
        broker.publish(COMMAND, payload, { qos: 1 });
        pass(1000);
      }
      broker.publish(COMMAND, "on");
      pass(1000);
      broker.publish(COMMAND, "off");
      broker.publish(COMMAND, "on", { qos: 1 });
      broker.publish(COMMAND, "warm", { qos: 1 });
      broker.publish(COMMAND, "off", { qos: 1 });
      pass(1000);
      // Nobody asked for these.
      broker.sendBytes("0\x0e\x00\x0aother/nameon");
      broker.sendBytes("2\x11\x00\x0bconstructor\x00\x09on");
      pass(1000);
      // The same message once more, as a broker that has not had the acknowledgement.
      broker.sendBytes(`:\x17\x00\x13${COMMAND}\x00\x05on`.replace("\x17\x00\x13", lengths(COMMAND, "on")));
      pass(40_000);
    },
  },
  {
    name: "retained-command",
    title: "A command that the broker had kept is acknowledged and not obeyed; a live one is.",
    firmware: "climate",
    play({ pass, network, broker }) {
      broker.publish(COMMAND, "on", { qos: 1, retain: true });
      pass(500);
      network(true);
      pass(CONNECTED_MS);
      broker.publish(COMMAND, "on", { qos: 1, retain: true });
      pass(CONNECTED_MS);
    },
  },
  {
    name: "arrives-in-pieces",
    title: "All that the broker says arrives in pieces of one to three bytes.",
    firmware: "climate",
    seed: 5,
    plan: () => ({ connectMs: 30, toDevice: { delayMs: [7, 7], pieceBytes: 3 } }),
    play({ pass, network, broker }) {
      broker.publish(COMMAND, "on", { qos: 1, retain: true });
      pass(500);
      network(true);
      pass(5000);
      broker.publish(COMMAND, "on", { qos: 1 });
      broker.publish(COMMAND, "off");
      broker.publish(COMMAND, "on", { qos: 1 });
      pass(9000);
    },
  },
  {
    name: "sensor-faults",
    title:
      "The sensor is absent, comes, gives bad checksums, answers no reading, recovers; the problem is told.",
    firmware: "climate",
    play({ pass, network, sensor, broker }) {
      sensor.fault = "absent";
      pass(500);
      network(true);
      pass(35_000);
      sensor.fault = "none";
      pass(65_000);
      sensor.fault = "bad-crc";
      pass(65_000);
      broker.publish(COMMAND, "garbage", { qos: 1 });
      pass(35_000);
      sensor.fault = "stuck";
      broker.publish(COMMAND, "on", { qos: 1 });
      pass(65_000);
      sensor.fault = "none";
      pass(65_000);
    },
  },
  {
    name: "problem-while-away",
    title: "A sensor fails while there is no connection; the problem is told on the next one.",
    firmware: "climate",
    play({ pass, network, sensor }) {
      pass(500);
      network(true);
      pass(35_000);
      network(false);
      pass(5000);
      sensor.fault = "absent";
      pass(60_000);
      network(true);
      pass(35_000);
      network(false);
      sensor.fault = "none";
      pass(65_000);
      network(true);
      pass(35_000);
    },
  },
  {
    name: "oversized",
    title: "Packets longer than the device takes are passed over, and acknowledged where they ask for it.",
    firmware: "climate",
    play({ pass, network, broker }) {
      pass(500);
      network(true);
      pass(CONNECTED_MS);
      broker.publish(COMMAND, "x".repeat(700), { qos: 1 });
      pass(1000);
      broker.publish(COMMAND, "y".repeat(70_000));
      broker.publish(COMMAND, "on", { qos: 1 });
      pass(1000);
      broker.publish(COMMAND, "off".padEnd(600, "\0"), { qos: 1 });
      broker.publish(COMMAND, "off", { qos: 1 });
      pass(1000);
    },
  },
];

/** Remaining length and topic length of a PUBLISH with an identifier. */
function lengths(topic: string, payload: string): string {
  return String.fromCharCode(topic.length + payload.length + 4, 0, topic.length);
}
