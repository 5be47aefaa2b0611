const everyones = ["shared/config.ts", "shared/telemetry/"];

/**
 * Which other rooms each room may import, in files that are no tests. Rooms that are not listed, test/, prove/ and tools/, may
 * import all others, but nothing imports tools/.
 */
const mayImport = {
  "shared/domain/": [],
  "shared/config.ts": [],
  "shared/telemetry/": ["shared/contract/"],
  "shared/contract/": ["shared/domain/"],
  "shared/store/": ["shared/domain/", ...everyones],
  "shared/http/": ["shared/contract/", "shared/domain/", ...everyones],
  "functions/": ["shared/"],
  "events/": ["shared/"],
  "build/": ["functions/", "shared/"],
  "infra/": ["build/", "shared/"],
  "local/": ["build/", "events/", "shared/", "web/config.ts"],
  "client/": [],
  "web/": ["client/"],
};

const TEST = "\\.test\\.ts$";
const startsWith = (...paths) => `^(${paths.join("|")})`;

const ROOMS = [...Object.keys(mayImport), "test/", "prove/", "tools/"];
/** Or a file of the root: the settings of a tool. */
const inRoom = startsWith(...ROOMS, "[^/]+$");

const directions = Object.entries(mayImport).map(([room, others]) => ({
  name: others.length > 0 ? `${room} imports only ${others.join(", ")}` : `${room} imports no other room`,
  severity: "error",
  from: { path: startsWith(room), pathNot: TEST },
  to: { dependencyTypes: ["local"], pathNot: startsWith(room, ...others) },
}));

export default {
  forbidden: [
    ...directions,
    // A file outside the rooms is found by what it imports, or by who imports it. One with neither is dead code.
    { name: `a file outside the rooms ${ROOMS.join(", ")}`, severity: "error", from: { pathNot: inRoom }, to: {} },
    {
      name: `an import of a file outside the rooms ${ROOMS.join(", ")}`,
      severity: "error",
      from: {},
      to: { dependencyTypes: ["local"], pathNot: inRoom },
    },
    {
      name: "shared/domain/ imports no package, and of Node only node:url",
      severity: "error",
      from: { path: "^shared/domain/", pathNot: TEST },
      to: { dependencyTypesNot: ["local"], pathNot: "^(node:)?url$" },
    },
    {
      name: "shared/store/ knows nothing of HTTP",
      severity: "error",
      from: { path: "^shared/store/", pathNot: TEST },
      to: { path: "middy|aws-lambda|^(node:)?https?$" },
    },
    {
      name: "nothing imports tools/",
      severity: "error",
      from: { pathNot: [startsWith("tools/"), TEST] },
      to: { path: startsWith("tools/") },
    },
    {
      name: "no cycle: what both need belongs into a file below both",
      severity: "error",
      from: { pathNot: [TEST, startsWith("client/generated/")] },
      to: { circular: true },
    },
  ],
  options: {
    exclude: startsWith("node_modules", "dist/", "client/dist/", "cdk.out/", "\\.local/"),
    // Types count too: an import of a type ties two rooms together as well.
    tsPreCompilationDeps: true,
  },
};
