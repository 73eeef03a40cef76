/** Serves dist/ on this machine: `npm run serve [-- --port 4000]`. */
import {createServer} from "node:http";
import {parseArgs} from "node:util";
import sirv from "sirv";
import {exists} from "../loaders/files.ts";
import {Problem, run} from "../loaders/problem.ts";

const {values} = parseArgs({options: {port: {type: "string", default: "3000"}}});

await run(async () => {
  if (!(await exists("dist/index.html"))) throw new Problem("dist/ holds no site: npm run build makes it");
  // `dev` looks at the disk for every request, so that a site that was built again is served anew.
  const server = createServer(sirv("dist", {extensions: ["html"], dev: true}));
  server.on("error", (error) => {
    process.stderr.write(`error: port ${values.port}: ${error.message}; choose another with --port\n`);
    process.exitCode = 1;
  });
  server.listen(Number(values.port), "127.0.0.1", () =>
    process.stdout.write(`http://127.0.0.1:${values.port}/\n`)
  );
});
