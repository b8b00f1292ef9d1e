// Comunica for a test in another language: a task a line of standard input, its result a line of standard output.
import { QueryEngine } from "@comunica/query-sparql";
import { createInterface } from "node:readline";

const engine = new QueryEngine();

async function answer({ query, sources, mediaType }) {
  const found = await engine.query(query, { sources });
  const { data } = await engine.resultToString(found, mediaType);
  let text = "";
  for await (const piece of data) text += piece;
  return { result: text };
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = await answer(JSON.parse(line)).catch((error) => ({ error: String(error) }));
  process.stdout.write(JSON.stringify(told) + "\n");
}
