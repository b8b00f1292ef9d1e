// Lets jsonld.js, the processor of the standard's editors, do what each line of the input asks, with our context.
//
//     node process.mjs ADDRESS FILE      the one address that may be fetched, and the file that it stands for
//
// {"task": "compact", "document": ...} on a line gives {"result": ...} or {"error": ...} on a line.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import jsonld from 'jsonld';

const [address, file] = process.argv.slice(2);
const served = { contextUrl: null, documentUrl: address, document: JSON.parse(readFileSync(file, 'utf8')) };

const options = {
  documentLoader: async (url) => {
    if (url !== address) throw new Error(`nothing but the context is fetched, not ${url}`);
    return served;
  },
  safe: true, // what has no meaning is an error, and not left out in silence
};

const tasks = {
  canonize: ({ document }) => jsonld.canonize(document, {
    ...options, algorithm: 'RDFC-1.0', format: 'application/n-quads',
  }),
  read: ({ document }) => jsonld.fromRDF(document, { format: 'application/n-quads', safe: true }),
  compact: ({ document }) => jsonld.compact(document, address, { ...options, graph: true }),
  frame: ({ document, frame }) => jsonld.frame(document, frame, options),
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const answer = await tasks[request.task](request).then(
    (result) => ({ result }), (error) => ({ error: `${error.message} ${JSON.stringify(error.details ?? {})}` }),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
