// The features that an image may have or do without: what each is called, its constant in src/features.ts,
// and who asks for it. A feature joins by a row here and a constant there. Drivers need no row: an image has
// those that the device imports.
import type { Board } from "../../../boards/board.ts";
import { asksFor5 } from "../../../src/arguments/asks-for-5.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { pageLack } from "../page-fit.ts";
import { updatesLack } from "../update-fit.ts";
import { contactWakeOf } from "../wiring/sleep-fit.ts";
import {
  needsAtMost,
  needsButtons,
  needsColours,
  needsConfirmations,
  needsDayLimits,
  needsDaySpans,
  needsDimmers,
  needsDisplays,
  needsDurations,
  needsFollows,
  needsInterlocks,
  needsKeepers,
  needsKeptStates,
  needsKnobs,
  needsMarks,
  needsMaximumOn,
  needsMinimumTimes,
  needsOfflineStates,
  needsOnlyWhile,
  needsPeriods,
  needsPolicies,
  needsRamps,
  needsRefusals,
  needsRules,
  needsSharedKeeps,
  needsSun,
  needsToggles,
  needsWatchedReadings,
} from "./actuator-needs.ts";
import {
  needsClientCounters,
  needsDeadlines,
  needsDerived,
  needsMoments,
  needsMulticastDns,
  needsNextReport,
  needsPage,
  needsPinWakes,
  needsPlaceSetting,
  needsPolicy,
  needsPriorities,
  needsQos1,
  needsQos2,
  needsQuestions,
  needsRemoteSettings,
  needsRequests,
  needsSafeMode,
  needsSealed,
  needsSealedSettings,
  needsSleep,
  needsSntp,
  needsStamped,
  needsStateReadings,
  needsStates,
  needsStaticAddress,
  needsStayAwake,
  needsSwitches,
  needsTimedFilters,
  needsTotals,
  needsUpdates,
  needsZone,
  needsZoneSetting,
} from "./feature-needs.ts";
import { needsDurableHistory, needsHistory } from "./history-needs.ts";
import { needsJournal } from "./journal-needs.ts";

/** The module that holds the constants. */
export const FEATURE_CONSTANTS = "src/features.ts";

export interface Feature {
  /** Its name for `--with` and `--without`. */
  name: string;
  /** The abilities of an image with it, in a few words. */
  what: string;
  /** Its constant in src/features.ts. */
  constant: string;
  /**
   * The part of the declaration that needs it, and how to write that so that it does not; `undefined` where
   * nothing does.
   */
  neededBy: (declaration: DeviceDeclaration) => string | undefined;
  /** The reason why the board cannot have it; `undefined` where it can. */
  absentOn: (board: Board) => string | undefined;
  /**
   * Does an image for the board have it by default? It does where settings ask for it when the device starts.
   */
  isUsual: (board: Board) => boolean;
}

const anywhere = (): undefined => undefined;
const byNothing = (): undefined => undefined;
const always = () => true;
const never = () => false;

/** A feature that an image has if the declaration needs it, on any board. */
function ofNeed(name: string, what: string, constant: string, neededBy: Feature["neededBy"]): Feature {
  return { name, what, constant, neededBy, absentOn: anywhere, isUsual: never };
}

export const FEATURES: readonly Feature[] = [
  ofNeed("qos1", "the ring: messages kept until acknowledged, resends", "QOS1", needsQos1),
  ofNeed("qos2", "messages that come exactly once", "QOS2", needsQos2),
  // What thins falls back on it.
  ofNeed(
    "overflow-oldest",
    "a full ring drops its oldest message",
    "OVERFLOW_OLDEST",
    (declaration) => needsPolicy(declaration, "oldest") ?? needsPolicy(declaration, "thin"),
  ),
  ofNeed("overflow-thin", "a full ring thins out what waits of a topic", "OVERFLOW_THIN", (declaration) =>
    needsPolicy(declaration, "thin"),
  ),
  ofNeed("priorities", "messages that go before others when the ring is full", "PRIORITIES", needsPriorities),
  ofNeed(
    "deadlines",
    "messages that are dropped when they were not sent for too long",
    "DEADLINES",
    needsDeadlines,
  ),
  // An actuator's state is published at QoS 1, the latest one only.
  ofNeed(
    "overflow-latest",
    "a full ring keeps the latest message of a topic",
    "OVERFLOW_LATEST",
    (declaration) => needsPolicy(declaration, "latest") ?? needsSwitches(declaration),
  ),
  ofNeed(
    "persistent-session",
    "the broker keeps the session while the device is away",
    "PERSISTENT_SESSION",
    ({ session }) => (session === "clean" ? undefined : `its session is persistent; write session: "clean"`),
  ),
  ofNeed("mqtt5", "MQTT 5.0", "MQTT5", ({ mqtt }) =>
    asksFor5(mqtt) ? `it declares mqtt: ${JSON.stringify(mqtt)}; take that out` : undefined,
  ),
  ofNeed(
    "either-version",
    "MQTT 3.1.1 with a broker that does not speak 5.0",
    "EITHER_VERSION",
    ({ mqtt }) => (mqtt === "either" ? 'it declares mqtt: "either"; write mqtt: 5' : undefined),
  ),
  ofNeed(
    "user-properties",
    "properties of the device's own with its values, in MQTT 5.0",
    "USER_PROPERTIES",
    ({ userProperties = [] }) =>
      userProperties.length > 0 ? "it has userProperties; leave them out" : undefined,
  ),
  {
    name: "late-wills",
    what: "a will that came after the device had returned is corrected",
    constant: "LATE_WILLS",
    neededBy: byNothing,
    absentOn: anywhere,
    isUsual: always,
  },
  {
    name: "credentials",
    what: "a user and a password from the settings",
    constant: "CREDENTIALS",
    neededBy: byNothing,
    absentOn: anywhere,
    isUsual: always,
  },
  {
    name: "tls",
    what: "a TLS stream, where the settings ask for it",
    constant: "TLS",
    neededBy: byNothing,
    absentOn: (board) =>
      board.tls ? undefined : "its firmware opens no TLS stream (docs/cannot-yet.md#tls)",
    // Where it takes most of the memory, only a user who asked for it has it.
    isUsual: (board) => board.tls === true,
  },
  ofNeed("brokers", "several brokers, tried one after the other", "BROKERS", byNothing),
  ofNeed(
    "multicast-dns",
    "a broker in the domain .local, found by multicast DNS",
    "MULTICAST_DNS",
    needsMulticastDns,
  ),
  {
    ...ofNeed("static-address", "an address that the settings name", "STATIC_ADDRESS", needsStaticAddress),
    absentOn: ({ lacksStaticAddress }) => lacksStaticAddress,
  },
  ofNeed("parts", "payloads that are longer than a packet, in parts", "PARTS", byNothing),
  // Command topics are whole.
  ofNeed("wildcards", "subscriptions with + and #", "WILDCARDS", byNothing),
  // A device listens as long as it runs.
  ofNeed("unsubscribes", "subscriptions that are ended while the client runs", "UNSUBSCRIBES", byNothing),
  ofNeed("wide-window", "a client that has more than seven messages out", "WIDE_WINDOW", byNothing),
  ofNeed("arrivals", "a program that asks how a message came", "ARRIVALS", byNothing),
  {
    name: "authentication",
    what: "enhanced authentication by a method, such as SCRAM, in MQTT 5.0",
    constant: "AUTHENTICATION",
    neededBy: byNothing,
    // No engine of a board derives SCRAM's keys in the seconds that a broker waits.
    absentOn: () =>
      "a board has no SCRAM and no other method; give the device a user and a secret in its settings, over TLS where the board has it, or authenticate in a program (docs/programs.md)",
    isUsual: never,
  },
  ofNeed(
    "server-references",
    "the other broker that one names where it refuses the device, among its problems, and the way there",
    "SERVER_REFERENCES",
    ({ followServerReference }) =>
      followServerReference === true ? "it has followServerReference: true; leave that out" : undefined,
  ),
  ofNeed("many-clients", "a program, which may have thousands of clients", "MANY_CLIENTS", byNothing),
  ofNeed("received-aliases", "a program that allows its broker topic aliases", "RECEIVED_ALIASES", byNothing),
  ofNeed(
    "subscription-identifiers",
    "a program whose messages find their subscriptions by identifiers",
    "SUBSCRIPTION_IDENTIFIERS",
    byNothing,
  ),
  ofNeed(
    "reason-strings",
    "a program that hears what a broker says of a refusal",
    "REASON_STRINGS",
    byNothing,
  ),
  ofNeed(
    "unknown-releases",
    "a program that says which releases it does not know",
    "UNKNOWN_RELEASES",
    byNothing,
  ),
  ofNeed(
    "late-answers",
    "handlers that a message is answered after, by their promises",
    "LATE_ANSWERS",
    byNothing,
  ),
  ofNeed("replies", "commands that are answered where they say, in MQTT 5.0", "REPLIES", ({ replies }) =>
    replies === true ? "it has replies: true; leave that out" : undefined,
  ),
  ofNeed("switches", "actuators that are switched on and off by command", "SWITCHES", needsSwitches),
  ofNeed("dimmers", "lights with a brightness", "DIMMERS", needsDimmers),
  ofNeed("colours", "lights with a colour", "COLOURS", needsColours),
  ofNeed("ramps", "lights that go to their brightness in steps", "RAMPS", needsRamps),
  ofNeed("keepers", "driven parts that may not answer", "KEEPERS", needsKeepers),
  ofNeed("knobs", "actuators that people turn by a knob", "KNOBS", needsKnobs),
  ofNeed("buttons", "actuators without a state", "BUTTONS", needsButtons),
  ofNeed("policies", "actuators that wait, or go by themselves", "POLICIES", needsPolicies),
  ofNeed(
    "minimum-times",
    "actuators that stay as they are for a minimum time",
    "MINIMUM_TIMES",
    needsMinimumTimes,
  ),
  ofNeed("refusals", "actuators that refuse what comes too early", "REFUSALS", needsRefusals),
  ofNeed("at-most", "actuators that leave their rest only so often", "AT_MOST", needsAtMost),
  ofNeed(
    "day-limits",
    "actuators that leave their rest only so often each day",
    "DAY_LIMITS",
    needsDayLimits,
  ),
  ofNeed("maximum-on", "actuators that go to rest by themselves", "MAXIMUM_ON", needsMaximumOn),
  ofNeed(
    "offline-states",
    "actuators with a state for the time without the broker",
    "OFFLINE_STATES",
    needsOfflineStates,
  ),
  ofNeed("interlocks", "actuators that are not on together", "INTERLOCKS", needsInterlocks),
  ofNeed("only-while", "actuators that sensors let out of their rest", "ONLY_WHILE", needsOnlyWhile),
  ofNeed("confirmations", "actuators whose state a sensor confirms", "CONFIRMATIONS", needsConfirmations),
  ofNeed("kept-states", "actuators that start in the state before", "KEPT_STATES", needsKeptStates),
  ofNeed("rules", "rules, which work without the broker", "RULES", needsRules),
  ofNeed("toggles", "rules that bring an actuator to its other state", "TOGGLES", needsToggles),
  ofNeed("shared-keeps", "rules that keep one actuator together", "SHARED_KEEPS", needsSharedKeeps),
  ofNeed("marks", "rules that act at a time of day", "MARKS", needsMarks),
  ofNeed("periods", "rules that act over and over by the clock", "PERIODS", needsPeriods),
  ofNeed("sun", "rules that go by the sun", "SUN", needsSun),
  ofNeed("day-spans", "rules that hold between two times of day", "DAY_SPANS", needsDaySpans),
  ofNeed("durations", "durations that people set", "DURATIONS", needsDurations),
  ofNeed("follows", "actuators that follow a sensor along a curve", "FOLLOWS", needsFollows),
  ofNeed("displays", "displays, which show values in words", "DISPLAYS", needsDisplays),
  ofNeed(
    "watched-readings",
    "readings that rules and actuators look at",
    "WATCHED_READINGS",
    needsWatchedReadings,
  ),
  ofNeed(
    "discovery",
    "the device announces itself to Home Assistant",
    "DISCOVERY",
    ({ discovery }) => discovery && "it declares discovery: homeAssistant(); take that out",
  ),
  ofNeed(
    "timed-filters",
    "filters that go by the time: throttle, debounce, heartbeat",
    "TIMED_FILTERS",
    needsTimedFilters,
  ),
  ofNeed("states", "sensors that publish words in place of numbers", "STATES", needsStates),
  ofNeed("derived", "sensors whose quantity is computed of others", "DERIVED", needsDerived),
  ofNeed("state-readings", "sensors that read an actuator's state", "STATE_READINGS", needsStateReadings),
  ofNeed("requests", "sensors that are sampled by a message to their topic", "REQUESTS", needsRequests),
  ofNeed(
    "diagnostics",
    "sensors of the device itself: uptime, memory, signal",
    "DIAGNOSTICS",
    ({ diagnostics = [] }) =>
      diagnostics[0] && `it has the diagnostic "${diagnostics[0]}"; leave \`diagnostics\` out`,
  ),
  ofNeed(
    "client-counters",
    "diagnostics that count what the client did",
    "CLIENT_COUNTERS",
    needsClientCounters,
  ),
  ofNeed("clock", "the time of day", "CLOCK", ({ clock }) =>
    clock === undefined ? undefined : "it declares a clock; leave `clock` out",
  ),
  ofNeed("sntp", "time servers that it asks", "SNTP", needsSntp),
  ofNeed("time-topic", "the time of day as a topic tells it", "TIME_TOPIC", ({ clock }) =>
    clock?.topic === undefined ? undefined : "its clock has a topic; leave that out",
  ),
  ofNeed("zone", "local time", "ZONE", needsZone),
  ofNeed("zone-setting", "a zone that the settings name", "ZONE_SETTING", needsZoneSetting),
  ofNeed("place-setting", "a place that the settings name, for the sun", "PLACE_SETTING", needsPlaceSetting),
  ofNeed("moments", "sensors whose value is the time of day", "MOMENTS", needsMoments),
  ofNeed("history", "readings that are kept with their times", "HISTORY", needsHistory),
  ofNeed("durable-history", "and survive a power cut", "DURABLE_HISTORY", needsDurableHistory),
  ofNeed("totals", "totals of an hour, a day, a week or a month", "TOTALS", needsTotals),
  ofNeed("stamped", "readings with the time of their measuring", "STAMPED", needsStamped),
  {
    ...ofNeed("journal", "what is kept through a power cut", "JOURNAL", needsJournal),
    absentOn: ({ journal }) =>
      journal === undefined ? "its file names no flash that is free for one" : undefined,
  },
  ofNeed("questions", "values that are questions, with their answers", "QUESTIONS", needsQuestions),
  ofNeed(
    "log",
    "the device's lines, published",
    "LOG",
    ({ log }) => log && "it publishes its log; leave `log` out",
  ),
  ofNeed(
    "remote-settings",
    "settings that are changed by message, tried and taken back",
    "REMOTE_SETTINGS",
    needsRemoteSettings,
  ),
  {
    ...ofNeed("sleep", "sleep between two wakes", "SLEEP", needsSleep),
    absentOn: ({ sleep }) =>
      sleep === undefined ? "its file does not say how it sleeps and wakes" : undefined,
  },
  {
    ...ofNeed("updates", "updates over the air", "UPDATES", needsUpdates),
    absentOn: updatesLack,
  },
  ofNeed("lms", "updates that are signed by a key of their maker", "LMS", ({ update }) =>
    update?.key === "lms" ? 'its updates have the key "lms"; write "hmac"' : undefined,
  ),
  {
    ...ofNeed("page", "a page at the device's own address, to be read", "PAGE", needsPage),
    absentOn: pageLack,
  },
  ofNeed("safe-mode", "a start without its parts, behind ten that did not last", "SAFE_MODE", needsSafeMode),
  {
    ...ofNeed("sealed", "actuators that obey sealed commands alone", "SEALED", needsSealed),
    // Its key is that of updates.
    absentOn: updatesLack,
  },
  ofNeed(
    "sealed-settings",
    "settings that sealed messages alone change",
    "SEALED_SETTINGS",
    needsSealedSettings,
  ),
  ofNeed("stay-awake", "a message that keeps it awake", "STAY_AWAKE", needsStayAwake),
  ofNeed("next-report", "when it reports next", "NEXT_REPORT", needsNextReport),
  {
    ...ofNeed("pin-wakes", "a contact wakes it from sleep", "PIN_WAKES", needsPinWakes),
    absentOn: (board) =>
      contactWakeOf(board) === undefined ? "its file does not say that a contact wakes it" : undefined,
  },
  // A device stops by itself only to start with other settings or another image, or to sleep.
  ofNeed(
    "stop-flushes",
    "what is kept goes out before the device stops",
    "STOP_FLUSHES",
    (declaration) =>
      needsRemoteSettings(declaration) ??
      needsSleep(declaration) ??
      needsUpdates(declaration) ??
      needsSafeMode(declaration),
  ),
  ofNeed("echo", "its values, printed on its console", "ECHO", byNothing),
];
