/** `npm run -s token -- <role> [userId]`: prints a token of the development issuer. */
import { roles, signToken } from "../build/development-issuer.ts";

const [role, userId = `demo-${role}`] = process.argv.slice(2);
const known = roles.find((one) => one === role);
if (known) console.log(await signToken(known, userId));
else {
  console.error(`Usage: npm run -s token -- <${roles.join("|")}> [userId]`);
  process.exitCode = 1;
}
