// Reads the keys of schemas from the text of Python that Home Assistant has them in.
import { expect, test } from "vitest";
import { keysOf, statementsOf } from "../../../tools/laboratory/home-assistant/core-schemas.ts";

const SOURCE = `
BASE_SCHEMA = vol.Schema({vol.Optional(CONF_QOS, default=0): valid_qos})

_PLATFORM_SCHEMA_BASE = BASE_SCHEMA.extend(
    {
        vol.Required(CONF_TOPIC): cv.string,
        vol.Optional(
            CONF_LIST, default=list
        ): vol.All([{vol.Required(CONF_INNER): cv.string}], OTHER_SCHEMA),
        vol.Inclusive("mode", "modes"): cv.string,
    }
).extend(COMMON_SCHEMA.schema)
OTHER_SCHEMA = vol.Schema({vol.Optional("other"): cv.string})
COMMON_SCHEMA = vol.Schema({vol.Exclusive(CONF_NAME, "name"): cv.string})
DISCOVERY_SCHEMA = vol.All(
    _PLATFORM_SCHEMA_BASE.extend({}, extra=vol.REMOVE_EXTRA),
    checked,
)

def checked(config):
    return config
`;
const WORDS = new Map([
  ["CONF_QOS", "qos"],
  ["CONF_TOPIC", "topic"],
  ["CONF_LIST", "list"],
  ["CONF_NAME", "name"],
]);

test("a schema has its own keys and those that it extends, not those of values", () => {
  const { required, optional } = keysOf("DISCOVERY_SCHEMA", statementsOf(SOURCE), WORDS);
  expect([...required]).toEqual(["topic"]);
  expect([...optional].sort()).toEqual(["list", "mode", "name", "qos"]);
});

test("what is written in another way is named", () => {
  expect(() => keysOf("SCHEMA", statementsOf(SOURCE), WORDS)).toThrow("There is no schema SCHEMA.");
  expect(() => keysOf("DISCOVERY_SCHEMA", statementsOf(SOURCE), new Map())).toThrow(
    "BASE_SCHEMA has the key CONF_QOS, which nothing is called.",
  );
});
