// The last lines of CI: which suites ran, and how many tests passed and failed, from jest's own reports.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const folder = '.cache/test';
const made = Number(process.argv[2] ?? 1);
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
const reports = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jest.json')) : [];
let passed = 0;
let failed = 0;

for (const name of reports) {
  const report = read(name);
  const files = report.testResults.map((result) => result.name.slice(process.cwd().length + 1)).sort();
  console.log(
    `\n${name.replace('.jest.json', '')}: ${files.length} suites, ${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests} skipped`,
  );
  for (const file of files) console.log(`  ${file}`);
  passed += report.numPassedTests;
  failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
}
const steps = existsSync(`${folder}/steps.json`) ? read('steps.json') : [];
for (const { name, status } of steps) {
  const report = `${name.replace('tests ', '')}.jest.json`;
  const told = name.startsWith('tests ') && reports.includes(report) && !read(report).success;
  if (status === 0 || told) continue;
  console.log(`broken: ${name}`);
  failed++;
}
// make itself broke, before or after what is counted above.
if (made !== 0 && failed === 0) failed++;
if (passed === 0 && failed === 0) failed++;
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
