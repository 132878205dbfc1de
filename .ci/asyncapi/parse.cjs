// Parses an AsyncAPI document by AsyncAPI's own parser, and fails where that finds an error.
const { readFileSync } = require('node:fs');
const { Parser } = require('@asyncapi/parser');

new Parser().parse(readFileSync(process.argv[2], 'utf8')).then(({ document, diagnostics }) => {
  for (const { severity, code, message, path } of diagnostics) {
    console.log(`${['error', 'warning', 'information', 'hint'][severity]}: ${path.join('.')}: ${message} (${code})`);
  }
  if (!document || diagnostics.some(({ severity }) => severity === 0)) {
    process.exitCode = 1;
  } else {
    console.log(`${document.messages().all().length} messages, ${document.operations().all().length} operations`);
  }
});
