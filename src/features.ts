// The table of features: what a firmware may need of the core. In Node everything is there. For an image the build sets
// each by the device's declaration, the board and its user's wish (tools/image/features/features.ts), and what hangs on one that
// is false is left out.

/** Messages at QoS 1 are published: the ring, acknowledgements, resends. */
export const QOS1: boolean = true;
/** Messages at QoS 2 are published, or subscribed to. */
export const QOS2: boolean = true;
/** Some publication drops the oldest message when the ring is full. */
export const OVERFLOW_OLDEST: boolean = true;
/** Some publication keeps the latest message of its topic only. */
export const OVERFLOW_LATEST: boolean = true;
/** Some publication thins out what waits when the ring is full. */
export const OVERFLOW_THIN: boolean = true;
/** Some publication goes before others, or behind them, when the ring is full. */
export const PRIORITIES: boolean = true;
/** Some publication's messages are dropped when they were not sent for too long. */
export const DEADLINES: boolean = true;
/** Some subscription takes payloads in parts. */
export const PARTS: boolean = true;
/** Subscriptions may hold wildcards. */
export const WILDCARDS: boolean = true;
/** The broker keeps the session while the device is away. */
export const PERSISTENT_SESSION: boolean = true;
/** The device hears its own status, and corrects a will that came too late. */
export const LATE_WILLS: boolean = true;
/** The client may speak MQTT 5.0; without it, MQTT 3.1.1 only. */
export const MQTT5: boolean = true;
/** A client of MQTT 5.0 goes on in 3.1.1 with a broker that does not speak it. */
export const EITHER_VERSION: boolean = true;
/** The device's own properties go with its values, in MQTT 5.0. */
export const USER_PROPERTIES: boolean = true;
/** The settings may name several brokers. */
export const BROKERS: boolean = true;
/** The settings may name a broker whose address is asked for by multicast DNS. */
export const MULTICAST_DNS: boolean = true;
/** The settings may name the device's own address in place of one by DHCP. */
export const STATIC_ADDRESS: boolean = true;
/** The settings may name a user and a password. */
export const CREDENTIALS: boolean = true;
/** The settings may ask for a TLS stream. */
export const TLS: boolean = true;
/** Some actuator is switched on and off. */
export const SWITCHES: boolean = true;
/** Some light has a brightness. */
export const DIMMERS: boolean = true;
/** Some light has a colour. */
export const COLOURS: boolean = true;
/** Some light goes to its brightness in steps. */
export const RAMPS: boolean = true;
/** Some driven part has a keeper, which looks whether it answers. */
export const KEEPERS: boolean = true;
/** Some actuator is turned by a knob. */
export const KNOBS: boolean = true;
/** Some actuator has no state: a button. */
export const BUTTONS: boolean = true;
/** Some actuator has a policy: one of those below. */
export const POLICIES: boolean = true;
/** Some actuator stays on or off for a minimum time. */
export const MINIMUM_TIMES: boolean = true;
/** Some actuator refuses a command that comes before its minimum time is over. */
export const REFUSALS: boolean = true;
/** Some actuator leaves its rest only so often within a time. */
export const AT_MOST: boolean = true;
/** Some actuator leaves its rest only so often each day. */
export const DAY_LIMITS: boolean = true;
/** Some actuator goes off by itself after a time, as each button does. */
export const MAXIMUM_ON: boolean = true;
/** Some actuator has a safe state for the time without the broker. */
export const OFFLINE_STATES: boolean = true;
/** Some actuators are not on together. */
export const INTERLOCKS: boolean = true;
/** Some actuator is out of its rest only while sensors let it. */
export const ONLY_WHILE: boolean = true;
/** Some actuator's state is confirmed by a sensor. */
export const CONFIRMATIONS: boolean = true;
/** Some actuator starts in the state before. */
export const KEPT_STATES: boolean = true;
/** The device has rules. */
export const RULES: boolean = true;
/** Some rule brings an actuator to its other state. */
export const TOGGLES: boolean = true;
/** Two rules keep one actuator in one state. */
export const SHARED_KEEPS: boolean = true;
/** Some rule acts at a time of day. */
export const MARKS: boolean = true;
/** Some rule acts over and over, on marks of the clock. */
export const PERIODS: boolean = true;
/** Some rule holds between two times of day. */
export const DAY_SPANS: boolean = true;
/** Some actuator is a duration that people set. */
export const DURATIONS: boolean = true;
/** Some rule goes by the sun. */
export const SUN: boolean = true;
/** Some actuator follows a sensor. */
export const FOLLOWS: boolean = true;
/** Some display shows values. */
export const DISPLAYS: boolean = true;
/** Rules, confirmations or permissions look at readings. */
export const WATCHED_READINGS: boolean = true;
/** The device announces itself to Home Assistant. */
export const DISCOVERY: boolean = true;
/** Some filter goes by the time: throttle, debounce, heartbeat. */
export const TIMED_FILTERS: boolean = true;
/** Some sensor publishes words in place of numbers. */
export const STATES: boolean = true;
/** Some sensor is sampled by a message to its topic. */
export const REQUESTS: boolean = true;
/** The device tells of itself. */
export const DIAGNOSTICS: boolean = true;
/** Some diagnostic counts what the client did. */
export const CLIENT_COUNTERS: boolean = true;
/** Some sensor's quantity is derived of others. */
export const DERIVED: boolean = true;
/** Some sensor reads an actuator's state. */
export const STATE_READINGS: boolean = true;
/** The device knows the time of day. */
export const CLOCK: boolean = true;
/** It asks time servers. */
export const SNTP: boolean = true;
/** It hears the time on a topic. */
export const TIME_TOPIC: boolean = true;
/** Something goes by local time. */
export const ZONE: boolean = true;
/** The settings may name another zone. */
export const ZONE_SETTING: boolean = true;
/** The settings may name the place that the sun's events are of. */
export const PLACE_SETTING: boolean = true;
/** Some sensor's value is the time. */
export const MOMENTS: boolean = true;
/** Some sensor's readings are published with the time of their measuring. */
export const STAMPED: boolean = true;
/** Some sensor's readings are kept for the broker with their times. */
export const HISTORY: boolean = true;
/** Histories survive a power cut. */
export const DURABLE_HISTORY: boolean = true;
/** Something of the device is kept in its journal, through a power cut. */
export const JOURNAL: boolean = true;
/** Some sensor's quantity is the total of an hour, a day, a week or a month. */
export const TOTALS: boolean = true;
/** Some sensor's values are questions, which an input takes the answers to. */
export const QUESTIONS: boolean = true;
/** The device's lines go to the broker as well. */
export const LOG: boolean = true;
/** The settings can be changed by message. */
export const REMOTE_SETTINGS: boolean = true;
/** Subscriptions are ended while the client runs. */
export const UNSUBSCRIBES: boolean = true;
/** A client may have more than seven messages out: a program's, on a network with room. */
export const WIDE_WINDOW: boolean = true;
/** A message is delivered with how it came: its QoS, its packet identifier, whether it may have come before. */
export const ARRIVALS: boolean = true;
/** The broker may use topic aliases, in MQTT 5.0: a program may allow it some. */
export const RECEIVED_ALIASES: boolean = true;
/** A program may have thousands of clients: an empty list of theirs takes no room. */
export const MANY_CLIENTS: boolean = true;
/** Subscriptions have identifiers, in MQTT 5.0, by which messages find them: a program's. */
export const SUBSCRIPTION_IDENTIFIERS: boolean = true;
/** A release of a message that never came is answered as such, in MQTT 5.0: by a program, which remembers all that came. */
export const UNKNOWN_RELEASES: boolean = true;
/** A program hears what its broker says of a message or a subscription that it refuses, in MQTT 5.0. */
export const REASON_STRINGS: boolean = true;
/** The client proves who it is by a method of enhanced authentication, in MQTT 5.0, and the broker too: a program's. */
export const AUTHENTICATION: boolean = true;
/** A broker that refuses a client, or ends its connection, may name another one, in MQTT 5.0: that is said, and a device goes there whose firmware lets it. */
export const SERVER_REFERENCES: boolean = true;
/** Handlers take their time, and a message is answered once they are done: a program's. */
export const LATE_ANSWERS: boolean = true;
/** The device answers commands where they say, in MQTT 5.0. */
export const REPLIES: boolean = true;
/** The device lets what it keeps go out before it stops. */
export const STOP_FLUSHES: boolean = true;
/** The device sleeps between two wakes. */
export const SLEEP: boolean = true;
/** A message keeps it awake. */
export const STAY_AWAKE: boolean = true;
/** It tells when it reports next. */
export const NEXT_REPORT: boolean = true;
/** A contact wakes it. */
export const PIN_WAKES: boolean = true;
/** A contact wakes it by a pulse to the chip's reset: a fact of the board. */
export const RESET_WAKES: boolean = false;
/** The longest sleep of the chip at a time, in milliseconds: a fact of the board. */
export const LONGEST_SLEEP_MS: number = 86400000;
/** Bytes of the chip's memory that outlives a sleep: a fact of the board. Where it has none, the journal keeps that. */
export const SLEEP_MEMORY_BYTES: number = 65535;
/** The number of what is kept over a sleep: an image that keeps other things has another one. */
export const WAKE_LAYOUT: number = 0;
/** The device takes updates over the air. */
export const UPDATES: boolean = true;
/** They are signed by its maker's key, by LMS. */
export const LMS: boolean = true;
/** The device starts without its parts behind ten starts that did not last. */
export const SAFE_MODE: boolean = true;
/** Some actuator obeys sealed commands alone. */
export const SEALED: boolean = true;
/** Its settings are changed by sealed messages alone. */
export const SEALED_SETTINGS: boolean = true;
/** It shows itself on a page at its own address. */
export const PAGE: boolean = true;
/** Its values are printed on its console, for whoever watches over a cable. Nothing needs it, and in Node nobody does. */
export const ECHO: boolean = false;

/** A device whose author names no diagnostics has "uptime", or "signal": for an image the build says so, where the board has room. */
export const USUAL_UPTIME: boolean = false;
export const USUAL_SIGNAL: boolean = false;

/** Days from 1970-01-01 to the one before which no time is believed: 2026-01-01, and for an image the day of its build. */
export const FIRST_DAY: number = 20454;

/** How long the device is without its network before its set-up starts; 0: it does not. In Node no set-up starts. */
export const WITHOUT_NETWORK_MS: number = 0;

/** Where the areas of the journal begin, and the bytes of each: facts of the board. Files have no place. */
export const JOURNAL_AT: number = 0;
export const JOURNAL_AREA_BYTES: number = 32768;

/** The zones of an image (clock/named-zones.ts). In Node those of a device are made when it starts. */
export const ZONES: string = "";
/** The sun at its place, as a build writes it (clock/sun.ts): by how many minutes it is ahead, and the points of each event that a rule names. */
export const SUN_AHEAD: number = 0;
export const SUNRISES: string = "";
export const SUNSETS: string = "";
export const DAWNS: string = "";
export const DUSKS: string = "";
/** Where a device stands by its declaration, for one whose settings may name another place: "52.50,13.40". */
export const SITE: string = "";

/** The voltage that an analog pin reads as full scale (4095), in millivolts: a fact of the board. */
export const ANALOG_MILLIVOLTS: number = 3300;
/** The hertz of a part by PWM whose author gave none: those at which the board drives the most pins. */
export const PWM_HERTZ: number = 500;
/** The GPIO of the first channel of the first analog converter under NodeMCU, where they count up together; -1 on the first ESP32. */
export const FIRST_ANALOG: number = -1;
/** Bits of a conversion under NodeMCU on an ESP32. */
export const ANALOG_BITS: number = 12;
/** Does NodeMCU tell a number of the chip? Else its MAC address is one. */
export const HAS_CHIP_NUMBER: boolean = true;
/** How many I2C buses a wiring has, at most. */
export const I2C_BUSES: number = 2;
/** The bits a second of all of them; 0 where each has its own. */
export const I2C_HERTZ: number = 100000;
