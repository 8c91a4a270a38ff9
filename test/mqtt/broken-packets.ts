// Every malformed packet and every protocol error of MQTT 3.1.1 that a broker can send to a client, and what
// looks like one and is none. Bytes are written as hexadecimal digits.
//
// Where the packets of a connection that stands arrive: see `STANDING`.

export interface BrokenPacket {
  /** With what the standard says of it. */
  name: string;
  /** Its forms: each ends the connection by itself. */
  packets: readonly string[];
  /**
   * How the reason begins that the client gives. Malformed: it cannot be read. Protocol error: it can, and is
   * not allowed.
   */
  ends: "malformed packet from the broker" | "protocol error by the broker" | "broker refused";
}

export interface OddPacket {
  name: string;
  packets: readonly string[];
  /** Why a client goes on. */
  because: string;
  /** What it answers; default nothing. */
  answer?: string;
}

/**
 * Where the client stands that is given these packets: it has subscribed to two filters and has no SUBACK
 * yet; a message at QoS 1 waits for PUBACK, one at QoS 2 for PUBREC, another for PUBCOMP; one at QoS 2 that
 * came in waits for PUBREL.
 */
export const STANDING = {
  subscribe: "ff 01",
  atLeastOnce: "00 01",
  exactlyOnce: "01 01",
  released: "01 02",
  received: "00 07",
} as const;

const { subscribe, atLeastOnce, exactlyOnce, released, received } = STANDING;
/** An identifier that nobody has used. */
const UNKNOWN = "30 39";

const MALFORMED = "malformed packet from the broker";
const PROTOCOL_ERROR = "protocol error by the broker";

function malformed(name: string, ...packets: string[]): BrokenPacket {
  return { name, packets, ends: MALFORMED };
}

function notAllowed(name: string, ...packets: string[]): BrokenPacket {
  return { name, packets, ends: PROTOCOL_ERROR };
}

const hex = (byte: number) => byte.toString(16).padStart(2, "0");

/** The packet, of the type in the first digit, with each of the flags that it must not have. */
function wrongFlags(type: string, rest: string, right = 0): string[] {
  const flags = Array.from({ length: 16 }, (_, flag) => flag).filter((flag) => flag !== right);
  return flags.map((flag) => `${type}${flag.toString(16)} ${rest}`);
}

/** A PUBLISH at QoS 0 on the topic, of at most 123 bytes. */
function onTopic(topic: string): string {
  const bytes = topic.split(" ").length;
  return `30 ${hex(bytes + 4)} 00 ${hex(bytes)} ${topic} 68 69`;
}

const IDENTIFIED = [
  ["PUBACK", "40", "4", atLeastOnce],
  ["PUBREC", "50", "5", exactlyOnce],
  ["PUBREL", "62", "6", received],
  ["PUBCOMP", "70", "7", released],
  ["UNSUBACK", "b0", "b", UNKNOWN],
] as const;

/** On a connection that stands. */
export const BROKEN_PACKETS: readonly BrokenPacket[] = [
  // The fixed header.
  malformed("the reserved packet types 0 and 15 [MQTT-2.2.2-2]", "00 00", "f0 00", "0f 00", "ff 00"),
  malformed(
    "a remaining length of five bytes [MQTT 2.2.3]",
    "30 80 80 80 80 01",
    "30 ff ff ff ff 7f",
    "40 82 80 80 80 00 00 01",
    "d0 80 80 80 80 00",
  ),
  malformed(
    "a length beyond all sense in what is no PUBLISH [MQTT-4.8.0-1]",
    ...["40", "50", "62", "70", "90", "b0", "d0"].map((header) => `${header} ff ff ff 7f 00 01`),
  ),
  malformed("bytes that are not MQTT [MQTT-4.8.0-1]", asciiHex("HTTP/1.1 400 Bad Request\r\n\r\n")),
  ...IDENTIFIED.map(([name, , type, id]) =>
    malformed(
      `${name} with wrong flags [MQTT-2.2.2-2]${name === "PUBREL" ? " [MQTT-3.6.1-1]" : ""}`,
      ...wrongFlags(type, `02 ${id}`, name === "PUBREL" ? 2 : 0),
    ),
  ),
  malformed("SUBACK with wrong flags [MQTT-2.2.2-2]", ...wrongFlags("9", `04 ${subscribe} 01 01`)),
  malformed("PINGRESP with wrong flags [MQTT-2.2.2-2]", ...wrongFlags("d", "00")),
  malformed("CONNACK with wrong flags [MQTT-2.2.2-2]", ...wrongFlags("2", "02 00 00")),

  // What a broker never sends.
  notAllowed("a second CONNACK [MQTT-4.8.0-1]", "20 02 00 00", "20 02 01 00", "20 02 00 05"),
  notAllowed(
    "packets that only clients send [MQTT-4.8.0-1]",
    "10 0d 00 04 4d 51 54 54 04 02 00 3c 00 01 61",
    "82 06 00 01 00 01 61 00",
    "a2 05 00 01 00 01 61",
    "c0 00",
    "e0 00",
  ),

  // PUBLISH.
  malformed(
    "PUBLISH at the reserved QoS 3 [MQTT-3.3.1-4]",
    ...["36", "37", "3e", "3f"].map((header) => `${header} 07 00 01 61 00 01 68 69`),
  ),
  malformed("PUBLISH with DUP at QoS 0 [MQTT-3.3.1-2]", "38 05 00 01 61 68 69", "39 05 00 01 61 68 69"),
  malformed(
    "PUBLISH without a whole topic length [MQTT-4.8.0-1]",
    "30 00",
    "32 00",
    "34 00",
    "30 01 00",
    "34 01 00",
  ),
  malformed(
    "PUBLISH with a topic beyond its end [MQTT-4.8.0-1]",
    "30 02 00 01",
    "30 03 00 05 61",
    "30 03 01 01 61",
    "32 05 00 05 61 00 01",
    "34 05 ff ff 61 00 01",
  ),
  malformed(
    "PUBLISH without its whole identifier [MQTT-2.3.1-1]",
    "32 03 00 01 61",
    "32 04 00 01 61 00",
    "34 03 00 01 61",
    "34 04 00 01 61 00",
  ),
  notAllowed("PUBLISH with the identifier 0 [MQTT-2.3.1-1]", "32 05 00 01 61 00 00", "34 05 00 01 61 00 00"),
  notAllowed(
    "PUBLISH without a topic [MQTT-4.7.3-1]",
    "30 02 00 00",
    "30 04 00 00 68 69",
    "32 04 00 00 00 09",
    "34 04 00 00 00 09",
  ),
  notAllowed(
    "PUBLISH with a wildcard in its topic [MQTT-3.3.2-2] [MQTT-4.7.1-1]",
    onTopic("23"),
    onTopic("2b"),
    onTopic("61 2f 23"),
    onTopic("61 2f 2b 2f 62"),
    onTopic("61 2b"),
  ),
  malformed(
    "PUBLISH with NUL in its topic [MQTT-1.5.3-2] [MQTT-4.7.3-2]",
    onTopic("00"),
    onTopic("61 00 62"),
  ),
  ...(
    [
      ["a continuation byte alone", "80", "bf", "61 80 62"],
      ["a sequence that is cut short", "c3", "e2 82", "f0 9f 98", "e2 82 61", "f0 9f 61"],
      ["another byte in a sequence", "c3 28", "e2 28 a1", "e2 82 28", "f0 9f 98 28", "f0 28 8c bc"],
      ["an overlong sequence", "c0 af", "c1 bf", "e0 80 af", "e0 9f bf", "f0 80 80 af", "f0 8f bf bf"],
      ["a surrogate", "ed a0 80", "ed af bf", "ed b0 80", "ed bf bf"],
      ["a code point above U+10FFFF", "f4 90 80 80", "f5 80 80 80", "f7 bf bf bf"],
      ["a byte that UTF-8 has not", "f8 88 80 80 80", "fc 84 80 80 80 80", "fe", "ff"],
    ] as const
  ).map(([what, ...topics]) =>
    malformed(`PUBLISH with ${what} in its topic [MQTT-1.5.3-1] [MQTT-3.3.2-1]`, ...topics.map(onTopic)),
  ),

  // The acknowledgements.
  ...IDENTIFIED.map(([name, header, , id]) =>
    malformed(
      `${name} that is too short or too long [MQTT-4.8.0-1]`,
      `${header} 00`,
      `${header} 01 00`,
      `${header} 03 ${id} 00`,
    ),
  ),
  ...IDENTIFIED.map(([name, header]) =>
    notAllowed(`${name} with the identifier 0 [MQTT-2.3.1-1]`, `${header} 02 00 00`),
  ),
  notAllowed(
    "PUBACK that answers a message at QoS 2 [MQTT-4.3.3-1]",
    `40 02 ${exactlyOnce}`,
    `40 02 ${released}`,
  ),
  notAllowed(
    "PUBREC and PUBCOMP that answer a message at QoS 1 [MQTT-4.3.2-1]",
    `50 02 ${atLeastOnce}`,
    `70 02 ${atLeastOnce}`,
  ),
  malformed("SUBACK without a code [MQTT-3.8.4-5]", "90 00", "90 01 ff", `90 02 ${subscribe}`),
  notAllowed("SUBACK with the identifier 0 [MQTT-2.3.1-7]", "90 03 00 00 01"),
  notAllowed("SUBACK with too few codes [MQTT-3.8.4-5]", `90 03 ${subscribe} 01`),
  notAllowed(
    "SUBACK with too many codes [MQTT-3.8.4-5]",
    `90 05 ${subscribe} 01 01 01`,
    `90 06 ${subscribe} 01 80 00 00`,
  ),
  notAllowed(
    "SUBACK with reserved codes [MQTT-3.9.3-2]",
    ...["03", "7f", "81", "ff"].flatMap((code) => [
      `90 04 ${subscribe} ${code} 01`,
      `90 04 ${subscribe} 01 ${code}`,
    ]),
  ),
  malformed("PINGRESP with a body [MQTT-4.8.0-1]", "d0 01 00", "d0 02 00 00"),
];

/** In answer to CONNECT. */
export const BROKEN_GREETINGS: readonly BrokenPacket[] = [
  notAllowed(
    "anything else before CONNACK [MQTT-3.2.0-1]",
    "30 05 00 01 61 68 69",
    "40 02 00 01",
    "50 02 01 01",
    "62 02 00 07",
    "70 02 01 01",
    "90 03 ff 01 00",
    "b0 02 ff 01",
    "d0 00",
    "e0 00",
  ),
  malformed("another protocol [MQTT-3.2.0-1]", "00 00", ...["HTTP/1.1 400", "SSH-2.0-"].map(asciiHex)),
  malformed("CONNACK with wrong flags [MQTT-2.2.2-2]", ...wrongFlags("2", "02 00 00")),
  malformed(
    "CONNACK that is too short or too long [MQTT-4.8.0-1]",
    "20 00",
    "20 01 00",
    "20 03 00 00 00",
    "20 7f 00 00",
  ),
  malformed("CONNACK with a length of five bytes [MQTT 2.2.3]", "20 82 80 80 80 00 00 00", "20 ff ff ff ff"),
  malformed(
    "CONNACK with reserved bits [MQTT 3.2.2.1]",
    ...[0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff].map((bits) => `20 02 ${hex(bits)} 00`),
  ),
  {
    name: "CONNACK with a reserved code [MQTT 3.2.2.3]",
    packets: ["20 02 00 06", "20 02 00 80", "20 02 00 ff"],
    ends: "broker refused",
  },
  notAllowed(
    "CONNACK that refuses and says that the session is present [MQTT-3.2.2-4]",
    "20 02 01 01",
    "20 02 01 05",
    "20 02 01 06",
  ),
];

/** In answer to a CONNECT that asks for a clean session. */
export const BROKEN_CLEAN_GREETINGS: readonly BrokenPacket[] = [
  notAllowed("CONNACK that says that a clean session is present [MQTT-3.2.2-1]", "20 02 01 00"),
];

/** On a connection that stands, and it stands on. */
export const ODD_PACKETS: readonly OddPacket[] = [
  {
    name: "PUBACK and PUBCOMP of messages that the client does not know",
    packets: [`40 02 ${UNKNOWN}`, "40 02 00 02", `70 02 ${UNKNOWN}`, "70 02 01 03"],
    because: "the broker may finish what was begun before the device lost its memory",
  },
  {
    name: "PUBCOMP of a message that waits for PUBREC",
    packets: [`70 02 ${exactlyOnce}`],
    because:
      "it may be the end of another message, which had the identifier before the device lost its memory",
  },
  {
    name: "PUBREC of a message that the client does not know [MQTT-4.3.3-1]",
    packets: [`50 02 ${UNKNOWN}`],
    answer: `62 02 ${UNKNOWN}`,
    because: "the broker holds its identifier until PUBREL",
  },
  {
    name: "PUBREC a second time [MQTT-4.3.3-1]",
    packets: [`50 02 ${released}`],
    answer: `62 02 ${released}`,
    because: "PUBREL is the answer to each PUBREC",
  },
  {
    name: "PUBREL of a message that the client does not know [MQTT-4.3.3-2]",
    packets: [`62 02 ${UNKNOWN}`],
    answer: `70 02 ${UNKNOWN}`,
    because: "the broker holds its identifier until PUBCOMP",
  },
  {
    name: "SUBACK and UNSUBACK under another identifier",
    packets: [`90 03 ${UNKNOWN} 01`, `b0 02 ${UNKNOWN}`],
    because: "it answers nothing that is waited for; what is waited for has its deadline",
  },
  {
    name: "SUBACK that refuses all, and one that grants more than was asked for",
    packets: [`90 04 ${subscribe} 80 80`, `90 04 ${subscribe} 02 02`],
    because: "a filter that is refused is told to the application; what comes at QoS 2 is taken at QoS 2",
  },
  {
    name: "PINGRESP that nobody asked for",
    packets: ["d0 00"],
    because: "it says that the broker lives",
  },
  {
    name: "a length in more bytes than it needs [MQTT 2.2.3]",
    packets: ["40 82 00 00 01", `40 82 80 80 00 ${atLeastOnce}`, "d0 80 80 80 00"],
    because: "3.1.1 does not ask for the shortest form",
  },
  {
    name: "PUBLISH on a topic that no filter takes [MQTT-3.3.2-3]",
    packets: [onTopic("24 78"), onTopic("24 78 2f 79")],
    because: "a broker may subscribe a client by itself",
  },
  {
    name: "PUBLISH with rare characters in its topic [MQTT-1.5.3-1] [MQTT-1.5.3-3]",
    packets: [
      "ef bb bf",
      "ef bf bf",
      "ef b7 90",
      "f4 8f bf bf",
      "ed 9f bf",
      "ee 80 80",
      "01",
      "7f",
      "c2 80",
      "c2 a0",
    ].map(onTopic),
    because: "control characters and non-characters are advised against, and not forbidden",
  },
];

function asciiHex(text: string): string {
  return Buffer.from(text).toString("hex");
}
