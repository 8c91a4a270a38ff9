// As climate itself is wired.
export { default } from "../../../../firmware/climate/wiring.ts";
