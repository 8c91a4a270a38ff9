// The counter in MQTT 5.0 on each board: wired as the other one.
export { default } from "../counter/wiring.ts";
