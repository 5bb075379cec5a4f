// Require hook for programs that run straight from TypeScript: node -r ./test/support/swc.cjs file.ts
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

for (const extension of ['.ts', '.tsx']) {
  require.extensions[extension] = (module, filename) => {
    const { code } = transformSync(readFileSync(filename, 'utf8'), { filename, sourceMaps: 'inline' });
    module._compile(code, filename);
  };
}
