// As climate's.
import wiring from "../../../../firmware/climate/wiring.ts";

export default wiring;
