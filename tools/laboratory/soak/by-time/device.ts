// by-time: all that acts by the time, in Berlin.
import { timedHouse } from "./house.ts";

export default timedHouse({ zone: "Europe/Berlin", latitude: 52.5, longitude: 13.4 });
