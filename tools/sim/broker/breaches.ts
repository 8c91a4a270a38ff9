// Protocol violations by a client, each as a sentence with the statement of MQTT 3.1.1 that it breaks.

/** Each violation, with the numbers of its statements. MQTT 5.0 has the same rules under other numbers. */
const RULES = {
  malformed: ["sent what is no packet", "MQTT-4.8.0-1"],
  notCanonical: ["sent bytes that no packet has: ill-formed UTF-8, or something left over", "MQTT-1.5.3-1"],
  nul: ["sent a string that holds U+0000", "MQTT-1.5.3-2"],
  tooLong: ["sent a packet that is longer than the broker takes", "the broker's limit"],
  tooManyProperties: ["sent a message with more properties than the broker takes", "the broker's limit"],
  connectMissing: ["did not send CONNECT first", "MQTT-3.1.0-1"],
  connectAgain: ["sent a second CONNECT", "MQTT-3.1.0-2"],
  strangeAuth: ["sent an AUTH without a method, of another one, or out of turn", "MQTT 5.0, 4.12.0-5"],
  beforeAccepted: ["sent more than AUTH and DISCONNECT before it was accepted", "MQTT 5.0, 3.1.2-30"],
  emptyIdentifier: ["sent an empty client identifier and wants its session kept", "MQTT-3.1.3-7"],
  willAtQos3: ["sent a will at QoS 3", "MQTT-3.1.2-14"],
  passwordAlone: ["sent a password without a user name", "MQTT-3.1.2-22"],
  afterDisconnect: ["went on behind DISCONNECT", "MQTT-3.14.4-2"],
  serversPacket: ["sent a packet that only a server sends", "MQTT-4.8.0-1"],
  silent: ["sent nothing for longer than its keep-alive time", "MQTT-3.1.2-23"],
  zeroIdentifier: ["used the packet identifier 0", "MQTT-2.3.1-1"],
  identifierInUse: ["used a packet identifier that was in use", "MQTT-2.3.1-2"],
  identifierChanged: ["sent a message again under another packet identifier", "MQTT-2.3.1-3"],
  dupAtFirst: ["set DUP on a message that it sent for the first time", "MQTT-4.3.2-1"],
  dupMissing: ["sent a message again without DUP", "MQTT-3.3.1-1"],
  dupAtQos0: ["set DUP on a message at QoS 0", "MQTT-3.3.1-2"],
  resentOutOfOrder: ["sent messages again in another order than at first", "MQTT-4.6.0-1"],
  publishAfterRelease: ["sent a PUBLISH again after its PUBREL", "MQTT-4.3.3-1"],
  releaseTooEarly: ["sent PUBREL before it was given PUBREC", "MQTT-4.3.3-1"],
  deliveredTwice: ["had a message at QoS 2 delivered twice in one session", "MQTT-4.3.3-1"],
  releasesOutOfOrder: ["sent PUBRELs in another order than it was given the PUBRECs", "MQTT-4.6.0-4"],
  pubacksOutOfOrder: ["sent PUBACKs in another order than it was given the messages", "MQTT-4.6.0-2"],
  pubrecsOutOfOrder: ["sent PUBRECs in another order than it was given the messages", "MQTT-4.6.0-3"],
  answerToNothing: ["acknowledged what it was not given on this connection", "MQTT-2.3.1-6"],
  tooManyUnfinished: ["sent more messages than it may have unfinished", "the broker's limit"],
  wildcardInTopic: ["published to a topic with a wildcard", "MQTT-3.3.2-2"],
  emptyTopic: ["used an empty topic", "MQTT-4.7.3-1"],
  badFilter: ["used a filter with a wildcard that does not fill its level", "MQTT-4.7.1-2"],
  tooManyLevels: ["used a topic with more levels than the broker takes", "the broker's limit"],
  aliasUnknown: [
    "used a topic alias that stands for no topic, or above the greatest that the broker takes",
    "MQTT-3.3.2-9",
  ],
  ownShared: ["wants no messages of its own from a shared filter", "MQTT-3.8.3-4"],
  numberedPublish: ["sent a subscription identifier with a message", "MQTT-3.3.4-6"],
  longerSession: ["wants its session kept with DISCONNECT, but not with CONNECT", "MQTT 5.0, 3.14.2.2.2"],
  noFilters: ["sent a request without a filter", "MQTT-3.8.3-3"],
} as const;

export type Breach = keyof typeof RULES;

/** "d1, connection 3: sent a message again without DUP: t=5 under 7 [MQTT-3.3.1-1]." `which` may be empty. */
export function breachSentence(who: string, connection: number, breach: Breach, which: string): string {
  const [what, statement] = RULES[breach];
  return `${who}, connection ${connection}: ${what}${which === "" ? "" : `: ${which}`} [${statement}].`;
}
