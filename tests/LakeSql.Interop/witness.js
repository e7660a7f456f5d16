// Answers each line of standard input, a statement as a JSON string, with a line of JSON: its rows or its error.
// The argument is the directory of the package chdb.
const { Session } = require(process.argv[2]);
const session = new Session();
const lines = require('node:readline').createInterface({ input: process.stdin });
lines.on('line', line => {
  let answer;
  try {
    const text = session.query(JSON.parse(line), 'JSONCompactEachRow');
    answer = { rows: text.split('\n').filter(row => row.length > 0) };
  } catch (error) {
    answer = { error: String(error.message) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
});
lines.on('close', () => session.cleanup());
