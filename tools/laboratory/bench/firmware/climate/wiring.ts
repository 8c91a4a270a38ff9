// Wired as the firmware is.
import wiring from "../../../../../firmware/climate/wiring.ts";

export default wiring;
