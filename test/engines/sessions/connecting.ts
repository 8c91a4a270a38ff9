// Sessions about coming and going: the first connection, refusals, silence, cuts, the network, the end.
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { CORRECT_BEHAVIOUR, withholding } from "../../../tools/sim/broker/misbehaviour.ts";
import { QUICK, ROOT, type Session, settingsOf } from "../session.ts";

/** From the network's coming to a connection that is greeted and subscribed, whatever the first pause. */
const CONNECTED_MS = 2000;

export const CONNECTING: readonly Session[] = [
  {
    name: "first-connection",
    title: "A device connects for the first time, subscribes, and says what it is and measures.",
    firmware: "climate",
    play({ pass, network }) {
      pass(500);
      network(true);
      pass(5000);
    },
  },
  {
    name: "network-first",
    title: "The network comes in the moment after the start, before the first measurement is over.",
    firmware: "climate",
    play({ pass, network }) {
      pass(8);
      network(true);
      pass(3000);
    },
  },
  {
    name: "credentials",
    title: "User, password, port, identity and topics are the settings', as UTF-8.",
    firmware: "climate",
    records: {
      [SETTINGS]: settingsOf({
        host: "mqtt.example",
        port: 18830,
        id: "Wohnküche",
        root: "häuser/№1/küche",
        user: "gerät",
        secret: "pässwörd=1;\\x",
      }),
    },
    play({ pass, network, broker }) {
      pass(500);
      network(true);
      pass(CONNECTED_MS);
      broker.publish(Buffer.from("häuser/№1/küche/heater/set").toString("latin1"), "on", { qos: 1 });
      pass(1000);
    },
  },
  {
    name: "no-settings",
    title: "Without settings a device brings its outputs into their state and stays alone.",
    firmware: "climate",
    records: {},
    play({ pass, network }) {
      pass(500);
      network(true);
      pass(90_000);
    },
  },
  {
    name: "broken-settings",
    title: "Settings whose end is missing are not used.",
    firmware: "climate",
    records: { [SETTINGS]: settingsOf({}).slice(0, -3) },
    play({ pass, network }) {
      pass(500);
      network(true);
      pass(5000);
    },
  },
  {
    name: "refused",
    title: "The broker refuses with each code in turn, pauses grow, then it accepts.",
    firmware: "climate",
    play({ pass, network, broker }) {
      pass(500);
      network(true);
      for (const code of [1, 2, 3, 4, 5, 6]) {
        broker.behaviour.admits = () => code;
        const before = broker.connects.length;
        while (broker.connects.length === before) pass(100);
        pass(200);
      }
      broker.behaviour.admits = CORRECT_BEHAVIOUR.admits;
      pass(120_000);
    },
  },
  {
    name: "late-will",
    title: "The will of the connection before comes behind the new one's online, twice, and is corrected.",
    firmware: "climate",
    play({ pass, network, broker, cut }) {
      pass(500);
      network(true);
      pass(CONNECTED_MS);
      for (let i = 0; i < 2; i += 1) {
        cut();
        pass(10_000);
        broker.publish(`${ROOT}/status`, "offline", { qos: 1 });
        pass(1000);
      }
    },
  },
  {
    name: "several-brokers",
    title:
      "The first of three brokers refuses, the second never answers, the third is used and soon lost; then the first again.",
    firmware: "travelling-counter",
    records: { [SETTINGS]: settingsOf({ host: "west,east:1884,10.0.0.3" }) },
    plan: (connection) =>
      connection === 0 || connection === 4
        ? { ...QUICK, connect: "refuse" }
        : connection === 1
          ? { connect: "silent" }
          : QUICK,
    play({ pass, network, cut }) {
      pass(500);
      network(true);
      pass(50_000);
      cut();
      pass(10_000);
      cut();
      pass(20_000);
    },
  },
  {
    name: "nobody-answers",
    title: "The stream never opens, is refused, opens without a CONNACK, without a SUBACK; then all is well.",
    firmware: "climate",
    plan: (connection) =>
      connection === 0 ? { connect: "silent" } : connection === 1 ? { ...QUICK, connect: "refuse" } : QUICK,
    play({ pass, network, broker }) {
      broker.behaviour.misbehaves = withholding("connack", "suback");
      pass(500);
      network(true);
      while (broker.connects.length < 1) pass(1000);
      broker.behaviour.misbehaves = withholding("suback");
      pass(11_000);
      while (broker.connects.length < 2) pass(1000);
      pass(5000);
      broker.behaviour.misbehaves = withholding();
      pass(90_000);
    },
  },
  {
    name: "subscription-refused",
    title: "The broker grants nothing for the subscription, and the device goes on.",
    firmware: "climate",
    play({ pass, network, broker }) {
      broker.behaviour.grants = () => 0x80;
      pass(500);
      network(true);
      pass(40_000);
    },
  },
  {
    name: "keep-alive",
    title: "Pings go out when the line is idle; one that is not answered ends the connection.",
    firmware: "climate",
    play({ pass, network, broker }) {
      pass(500);
      network(true);
      pass(190_000);
      broker.behaviour.misbehaves = withholding("pingresp");
      pass(100_000);
      broker.behaviour.misbehaves = withholding();
      pass(60_000);
    },
  },
  {
    name: "session-kept",
    title:
      "A cut while a message is unacknowledged: the session is there again, the message goes out with DUP.",
    firmware: "climate",
    play({ pass, network, broker, cut, command }) {
      pass(500);
      network(true);
      pass(CONNECTED_MS);
      broker.behaviour.misbehaves = withholding("puback");
      command("heater", "on");
      pass(500);
      command("heater", "off");
      pass(500);
      cut();
      command("heater", "on");
      broker.behaviour.misbehaves = withholding();
      pass(10_000);
    },
  },
  {
    name: "session-lost",
    title: "A cut while a message is unacknowledged, and the broker has lost the session: all is said anew.",
    firmware: "climate",
    play({ pass, network, broker, cut, command }) {
      pass(500);
      network(true);
      pass(CONNECTED_MS);
      broker.behaviour.misbehaves = withholding("puback");
      command("heater", "on");
      pass(500);
      cut();
      broker.forget();
      broker.behaviour.misbehaves = withholding();
      pass(10_000);
    },
  },
  {
    name: "network-gone",
    title: "The network goes while connected, while waiting and while opening, and comes back each time.",
    firmware: "climate",
    play({ pass, network, command }) {
      pass(500);
      network(true);
      pass(CONNECTED_MS);
      network(false);
      pass(65_000);
      command("heater", "on");
      network(true);
      pass(10);
      network(false);
      pass(1000);
      network(true);
      pass(CONNECTED_MS);
      network(false);
      pass(40_000);
      network(true);
      pass(40_000);
    },
  },
  {
    name: "broker-restart",
    title: "The broker hangs up, is not there for a while, and comes back with its sessions.",
    firmware: "climate",
    plan: (connection) => (connection > 0 && connection < 5 ? { ...QUICK, connect: "refuse" } : QUICK),
    play({ pass, network, broker, air, command }) {
      pass(500);
      network(true);
      pass(45_000);
      broker.hangUp();
      air.celsius = 19;
      pass(60_000);
      command("heater", "on");
      pass(60_000);
    },
  },
  {
    name: "clock-wraps",
    title: "The 31-bit clock begins again at 0 while connected, and again while waiting.",
    firmware: "climate",
    clock: 2 ** 31 - 70_000,
    play({ pass, network, broker, air }) {
      pass(500);
      network(true);
      pass(60_000);
      air.celsius = 23;
      broker.hangUp();
      pass(120_000);
      air.celsius = 22;
      pass(120_000);
    },
  },
  {
    name: "orderly-end",
    title: "A device that is stopped says offline and DISCONNECT, also with a message unacknowledged.",
    firmware: "climate",
    play({ pass, network, broker, stop, command }) {
      pass(500);
      network(true);
      pass(CONNECTED_MS);
      broker.behaviour.misbehaves = withholding("puback");
      command("heater", "on");
      pass(1000);
      stop();
      pass(1000);
    },
  },
  {
    name: "end-while-greeting",
    title: "A device that is stopped before CONNACK only closes.",
    firmware: "climate",
    play({ pass, network, broker, stop }) {
      broker.behaviour.misbehaves = withholding("connack");
      pass(500);
      network(true);
      while (broker.connects.length === 0) pass(100);
      pass(1000);
      stop();
    },
  },
];
