// The lock says what is installed, and no address: neither of a registry nor of who may be sponsored.
import { readFileSync, writeFileSync } from "node:fs";

const name = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(name, "utf8"));
for (const entry of Object.values(lock.packages)) {
  delete entry.resolved;
  delete entry.funding;
}
writeFileSync(name, `${JSON.stringify(lock, null, 2)}\n`);
