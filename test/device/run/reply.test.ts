// Commands that say where their answer is wanted: each is answered once, after what it did, with its own
// correlation data.
import type { Packet } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { MOST_COLOUR } from "../../../src/bytes/colour.ts";
import { seconds } from "../../../src/bytes/milliseconds.ts";
import { declarationFaults } from "../../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../../src/checks/fault.ts";
import { startNodeClient } from "../../../src/client/client.ts";
import { button } from "../../../src/device/declare/actuators/button.ts";
import { colorLight, light } from "../../../src/device/declare/actuators/light.ts";
import { powerSwitch } from "../../../src/device/declare/actuators/switch.ts";
import { type DeviceDeclaration, device } from "../../../src/device/declare/device.ts";
import { withholding } from "../../../tools/sim/broker/misbehaviour.ts";
import { createVirtualWorld } from "../../../tools/sim/worlds/virtual-world.ts";
import { endOf } from "../../client/program-client.ts";
import { notedPart, startActing } from "../acting-device.ts";

const ROOT = "home/room-00112233aabb";

interface Asked {
  responseTopic?: string;
  correlationData?: Buffer;
}

function started(declaration: Partial<DeviceDeclaration> = {}) {
  const lamp = notedPart(255);
  const run = startActing({
    mqtt: 5,
    replies: true,
    actuators: [
      light("lamp", lamp),
      powerSwitch("pump", notedPart(), { minimumOff: seconds(30) }),
      powerSwitch("dose", notedPart(), { minimumOff: seconds(30), whileHeldBack: "refuse" }),
      button("bell", notedPart()),
    ],
    ...declaration,
  });
  let messageId = 0;
  let read = run.broker.received.length;
  return {
    ...run,
    lamp,
    /** A command at QoS 1 that wants an answer. */
    ask(name: string, payload: string, properties: Asked, fields: Partial<Packet> = {}) {
      messageId += 1;
      const known = { cmd: "publish", topic: `${ROOT}/${name}/set`, payload, qos: 1, messageId } as const;
      run.broker.send({ ...known, dup: false, retain: false, properties, ...fields } as Packet);
      run.pass(100);
    },
    /** What has come at topics that are not the device's own since the last call. */
    answers() {
      const since = run.broker.received.slice(read);
      read = run.broker.received.length;
      return since
        .filter(({ topic }) => !topic.startsWith(ROOT))
        .map(({ topic, payload, qos, retain, properties }) => {
          const { correlationData, userProperties } = properties ?? {};
          return [
            topic,
            payload,
            `${userProperties?.outcome}`,
            correlationData?.toString("latin1"),
            qos,
            retain,
          ];
        });
    },
  };
}

const asked = (data: string): Asked => ({
  responseTopic: "answers/till",
  correlationData: Buffer.from(data, "latin1"),
});
const answered = (payload: string, outcome: string, data?: string) => [
  ...["answers/till", payload, outcome],
  data,
  0,
  false,
];

describe("a command with a response topic", () => {
  test("a request is answered with the resulting state and its correlation data", () => {
    const { ask, answers } = started();
    ask("lamp", "on", asked("\0\xff"));
    ask("lamp/brightness", "40", asked(""));
    ask("lamp/brightness", "0", { responseTopic: "answers/till" });
    expect(answers()).toEqual([
      answered("on", "done", "\0\xff"),
      answered("40", "done", ""),
      answered("0", "done"),
    ]);
  });

  test("a colour request is answered with the light's colour", () => {
    const strip = colorLight("strip", { ...notedPart(MOST_COLOUR), most: MOST_COLOUR } as const);
    const { ask, answers } = started({ actuators: [strip] });
    ask("strip/color", "255,0,7", asked("while off"));
    ask("strip", "on", {});
    for (const payload of ["255,0,7", "0,0,0"]) ask("strip/color", payload, asked(payload));
    expect(answers()).toEqual([
      answered("0,0,0", "done", "while off"),
      answered("255,0,7", "done", "255,0,7"),
      answered("0,0,0", "done", "0,0,0"),
    ]);
  });

  test("a request is obeyed and its state published before its answer", () => {
    const { ask, said } = started();
    said();
    ask("lamp", "on", asked("1"));
    expect(said()).toEqual(["lamp=on", "lamp/brightness=255", "answers/till=on"]);
  });

  test("a refused or deferred request is answered with the reason", () => {
    const { ask, answers } = started();
    ask("lamp", "onn", asked("1"));
    ask("pump", "on", asked("2"));
    ask("dose", "on", asked("3"));
    ask("bell", "press", asked("4"));
    expect(answers()).toEqual([
      answered(
        'not understood: "onn"; the commands are on and off, the brightness is 0 to 255',
        "refused",
        "1",
      ),
      answered("it waits for its minimum time", "waiting", "2"),
      answered("refused: its minimum time lasts 30 s more", "refused", "3"),
      answered("pressed", "done", "4"),
    ]);
  });

  test("a request is answered each time, but never when retained", () => {
    const { ask, answers } = started();
    ask("lamp", "on", asked("1"), { messageId: 7 });
    ask("lamp", "on", asked("1"), { messageId: 7, dup: true });
    expect(answers()).toEqual([answered("on", "done", "1"), answered("on", "done", "1")]);
    ask("lamp", "off", asked("2"), { retain: true });
    ask("lamp", "off", {});
    expect(answers()).toEqual([]);
  });

  test("a request leaves no response topic for the next command", () => {
    const { ask, answers } = started();
    ask("lamp", "on", asked("1"));
    ask("lamp", "offline", asked("0"), { topic: `${ROOT}/status` });
    ask("lamp", "off", { correlationData: Buffer.from("2") });
    ask("lamp", "on", { responseTopic: "answers/b" });
    expect(answers().map(([topic, payload, , data]) => [topic, payload, data])).toEqual([
      ["answers/till", "on", "1"],
      ["answers/b", "on", undefined],
    ]);
  });

  test("a request with an overlong or missing topic runs without an answer", () => {
    const { ask, answers, lamp, saidOf } = started();
    saidOf("problem");
    const problems: string[] = [];
    for (const [payload, wish] of [
      ["1", { responseTopic: "answers/".padEnd(101, "t") }],
      ["2", asked("d".repeat(65))],
      ["3", { responseTopic: "" }],
    ] as const) {
      ask("lamp/brightness", payload, wish);
      problems.push(...saidOf("problem"));
    }
    expect([lamp.driven, answers()]).toEqual([[0, 1, 2, 3], []]);
    expect(problems).toEqual([
      "a command was not answered: its response topic has 101 bytes; it is 1 to 100",
      "a command was not answered: its correlation data has 65 bytes; it is at most 64",
      "a command was not answered: its response topic has 0 bytes; it is 1 to 100",
    ]);
    const longest = "answers/".padEnd(100, "t");
    ask("lamp", "off", { responseTopic: longest, correlationData: Buffer.alloc(64) });
    expect(answers().map(([topic, payload]) => [topic, payload])).toEqual([[longest, "off"]]);
    expect(saidOf("problem")).toEqual(["none"]);
  });

  test.each(["answers/+", "answers/#"])(
    "a request with %s is obeyed and not answered [MQTT5-3.3.2-14]",
    (topic) => {
      const { ask, answers, lamp, pass, broker, saidOf } = started();
      ask("lamp", "on", { responseTopic: topic });
      pass(30_000);
      expect([lamp.driven, answers(), broker.disconnects]).toEqual([[0, 255], [], 0]);
      expect(saidOf("problem").at(-1)).toBe("a command was not answered: its response topic has a wildcard");
    },
  );

  test.each([0x01, 0x7f, 0x85])("a request is not answered at a topic with control character %i", (code) => {
    const { ask, answers, lamp, pass, broker, saidOf } = started();
    ask("lamp", "on", { responseTopic: `answers/${String.fromCharCode(code)}` });
    pass(30_000);
    expect([lamp.driven, answers(), broker.disconnects]).toEqual([[0, 255], [], 0]);
    const words = "its response topic has a control character";
    expect(saidOf("problem").at(-1)).toBe(`a command was not answered: ${words}`);
  });

  test("answers are published only below the answers topic", () => {
    const { ask, said, lamp } = started();
    said();
    for (const topic of [
      `${ROOT}/pump/set`,
      "home/other/lamp/set",
      "answers",
      "answer/s",
      "$share/answers/x",
    ])
      ask("lamp", "on", { responseTopic: topic });
    // What follows a short topic in the packet is the payload.
    ask("lamp", "nswers/x", { responseTopic: "a" });
    ask("lamp", "rs/x", { responseTopic: "answe" });
    ask("lamp", "on", {});
    const told = said().filter((line) => !line.startsWith("lamp"));
    expect(lamp.driven).toEqual([0, 255]);
    expect(told.map((line) => line.split("=")[0]).filter((name) => name !== "problem")).toEqual([]);
    expect(told[0]).toBe("problem=a command was not answered: its response topic is not below answers/");
  });

  test("a request runs without an answer when the link is full", () => {
    const { broker, lamp, pass, saidOf } = started();
    const properties = { responseTopic: "answers/".padEnd(100, "t"), correlationData: Buffer.alloc(64) };
    for (let i = 1; i <= 9; i += 1) {
      const topic = `${ROOT}/lamp/brightness/set`;
      const packet = { cmd: "publish", topic, payload: `${i}`, qos: 1, messageId: i } as const;
      broker.send({ ...packet, dup: false, retain: false, properties } as Packet);
    }
    pass(1000);
    expect(lamp.driven).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(saidOf("problem").at(-1)).toBe(
      "a command was not answered: the connection had no room for the answer",
    );
  });

  test("a request whose answer ends the connection is answered once", () => {
    const { ask, answers, broker, pass } = started();
    broker.behaviour.misbehaves = withholding("puback");
    ask("lamp", "on", asked("1"));
    broker.behaviour.misbehaves = withholding();
    broker.hangUp();
    pass(30_000);
    expect(answers()).toEqual([answered("on", "done", "1")]);
  });
});

test("a device answers a program's requests", async () => {
  const run = started();
  const world = createVirtualWorld({ clock: run.clock, peer: run.broker.peer });
  const desk = startNodeClient(world, { id: "desk", host: "broker", mqtt: 5 });
  const ends = ["on", "off", "maybe"].map((payload) => endOf(desk.request(`${ROOT}/lamp/set`, payload)));
  for (let i = 0; i < 20; i += 1) {
    run.pass(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const words = 'not understood: "maybe"; the commands are on and off, the brightness is 0 to 255';
  expect(ends).toMatchObject([
    { value: { payload: "on", properties: { userProperties: { outcome: "done" } } } },
    { value: { payload: "off", properties: { userProperties: { outcome: "done" } } } },
    { value: { payload: words, properties: { userProperties: { outcome: "refused" } } } },
  ]);
});

test("a device without replies answers no request", () => {
  const { ask, answers, lamp } = started({ replies: false });
  ask("lamp", "on", asked("1"));
  ask("lamp", "off", { responseTopic: "" });
  expect([lamp.driven, answers()]).toEqual([[0, 255, 0], []]);
});

test("replies are refused without MQTT 5.0 or without actuators", () => {
  const faults = (declaration: Partial<DeviceDeclaration>) =>
    sentencesOf(declarationFaults(device({ name: "room", replies: true, ...declaration })));
  const actuators = [light("lamp", notedPart())];
  for (const mqtt of [undefined, 3, "either"] as const)
    expect(faults({ ...(mqtt && { mqtt }), actuators })).toEqual([
      "The option replies needs MQTT 5.0 and no other version; write mqtt: 5, or leave replies out and follow <root>/<actuator> and <root>/<actuator>/problem.",
    ]);
  expect(faults({ mqtt: 5 })).toEqual([
    "The option replies answers commands, and the device has no actuators; leave replies out.",
  ]);
  expect(faults({ mqtt: 5, actuators })).toEqual([]);
});
