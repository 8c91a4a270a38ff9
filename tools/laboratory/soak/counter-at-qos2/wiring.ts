// The counter at QoS 2 on each board: wired as the other one.
export { default } from "../counter/wiring.ts";
