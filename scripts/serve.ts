/** Serves dist/ on this machine: `npm run serve [-- --port 4000]`. */
import {createServer} from "node:http";
import {parseArgs} from "node:util";
import sirv from "sirv";
import {exists} from "../loaders/files.ts";
import {messageOf, Problem, run} from "../loaders/problem.ts";

await run(async () => {
  const port = parsePort();
  if (!(await exists("dist/index.html"))) throw new Problem("dist/ holds no site: npm run build makes it");
  // `dev` looks at the disk for every request, so that a site that was built again is served anew.
  const server = createServer(sirv("dist", {extensions: ["html"], dev: true}));
  server.on("error", (error) => {
    process.stderr.write(`error: port ${port}: ${error.message}; choose another with --port\n`);
    process.exitCode = 1;
  });
  server.listen(port, "127.0.0.1", () => process.stdout.write(`http://127.0.0.1:${port}/\n`));
});

function parsePort(): number {
  const {port} = parseCommand();
  if (/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65535) return Number(port);
  throw new Problem(`--port ${port}: a whole number from 1 to 65535 expected`);
}

function parseCommand(): {port: string} {
  try {
    return parseArgs({options: {port: {type: "string", default: "3000"}}}).values;
  } catch (error) {
    throw new Problem(`${messageOf(error)}; npm run serve [-- --port PORT]`);
  }
}
