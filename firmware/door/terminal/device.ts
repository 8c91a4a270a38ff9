// The terminal at a door: it asks by a message whether a fob may enter, and opens where the answer to that very question comes in time.
import {
  derive,
  device,
  lock,
  powerSwitch,
  seconds,
  selectInput,
  sensor,
  stateOf,
  valueOnly,
  when,
} from "ringmote";
import { onChange } from "ringmote/filters.ts";
import { irReceiver } from "ringmote/drivers/ir-receiver.ts";
import { relay } from "ringmote/drivers/relay.ts";

const reader = irReceiver("reader");
/** Its number, 1 to 999, and behind it five digits of the fob: 700069 is the seventh, of fob 69. */
const question = derive([reader.presses, reader.code], numbered);
const answer = selectInput("answer", valueOnly(), { options: ["none", "no", "yes"] });
/** No answer in that time is a no. */
const PATIENCE = seconds(3);

export default device({
  name: "door",
  // Its opener says what became of a command, to whoever asks for an answer.
  mqtt: 5,
  replies: true,
  sensors: [
    sensor("question", question, {
      every: seconds(86400),
      filters: [onChange()],
      qos: 2,
      overflow: "reject",
      asks: { input: "answer", within: PATIENCE },
    }),
    sensor("fob", reader.key, { states: ["none", "held"], every: seconds(0.2), filters: [onChange()] }),
    sensor("granted", stateOf(answer), {
      states: ["none", "no", "yes"],
      every: seconds(0.2),
      filters: [onChange()],
    }),
  ],
  actuators: [
    // Shines while it waits for an answer.
    powerSwitch("asking", relay("lamp"), { maximumOn: PATIENCE }),
    answer,
    lock("bolt", relay("opener"), { autoLock: seconds(4) }),
  ],
  rules: [when("fob").is("held").set("asking", "on"), when("granted").is("yes").set("bolt", "unlocked")],
});

function numbered(presses: number, code: number): number {
  return (1 + ((presses + 998) % 999)) * 100000 + code;
}
