/**
 * DynamoDB Local's jar, from the npm package that carries it. Its licence forbids to pass it on, so it is no dependency
 * of the project: each machine fetches it for itself, into a folder that git ignores.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** It has DynamoDB Local 1.25.1. */
const PACKAGE = "amplify-dynamodb-simulator@2.9.30";
const INTEGRITY = "sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==";
const CACHE = ".local/dynamodb-local";

/**
 * The folder that DynamoDBLocal.jar is in. Fetched once; from then on nothing is asked of the network.
 *
 * @throws Error with one sentence when it cannot be fetched, or is not the one it should be
 */
export function jarFolder(): string {
  const folder = join(CACHE, PACKAGE);
  if (existsSync(folder)) return folder;
  console.log(`Fetching ${PACKAGE}, 57 MB, once, into ${folder}. AWS's licence of it: LICENSE.txt there.`);
  mkdirSync(CACHE, { recursive: true });
  // Made whole under another name, so that what broke off is never taken for the jar.
  const draft = mkdtempSync(join(CACHE, "draft-"));
  try {
    run("npm", "pack", PACKAGE, "--pack-destination", draft, "--silent");
    const packed = join(draft, readdirSync(draft)[0] ?? "");
    const hash = createHash("sha512").update(readFileSync(packed)).digest("base64");
    if (`sha512-${hash}` !== INTEGRITY) throw new Error(`What npm brought is not the ${PACKAGE} it should be.`);
    run("tar", "-xzf", packed, "-C", draft, "package/emulator");
    renameSync(join(draft, "package", "emulator"), folder);
  } finally {
    rmSync(draft, { recursive: true });
  }
  return folder;
}

function run(command: string, ...args: string[]) {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  if (status !== 0) throw new Error(`DynamoDB Local could not be fetched, ${command} failed: ${stderr}`.trim());
}
