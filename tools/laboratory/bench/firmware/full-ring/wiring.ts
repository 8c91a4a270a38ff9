// As climate's.
import wiring from "../climate/wiring.ts";

export default wiring;
