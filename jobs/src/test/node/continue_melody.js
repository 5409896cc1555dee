// node continue_melody.js FOLDER STEPS NOTES: lets MusicRNN of @magenta/music load the exported model in FOLDER and
// continue a melody by STEPS steps, always with the likeliest event, and prints the probabilities of each step as JSON.
// NOTES is JSON: [[pitch, startStep, endStep], ...], the last note ending before the melody does.
'use strict';

const fs = require('fs');
const http = require('http');
const path = require('path');
const {MusicRNN} = require('@magenta/music/node/music_rnn');

const [folder, steps, notes] = process.argv.slice(2);

// MusicRNN loads models over HTTP only.
const server = http.createServer((request, response) => {
  fs.readFile(path.join(folder, path.basename(request.url)), (error, content) => {
    response.statusCode = error ? 404 : 200;
    response.end(content);
  });
});

async function continueMelody(address) {
  const melody = JSON.parse(notes).map(([pitch, start, end]) => (
      {pitch, quantizedStartStep: start, quantizedEndStep: end}));
  const primer = {
    notes: melody,
    quantizationInfo: {stepsPerQuarter: 4},
    totalQuantizedSteps: melody[melody.length - 1].quantizedEndStep + 1,
  };
  const model = new MusicRNN(address);
  // Temperature 0 means the likeliest event.
  const {probs} = await model.continueSequenceAndReturnProbabilities(primer, Number(steps), 0);
  return probs.map((step) => Array.from(step));
}

server.listen(0, '127.0.0.1', () => {
  continueMelody(`http://127.0.0.1:${server.address().port}`)
      .then((probabilities) => console.log('PROBABILITIES ' + JSON.stringify(probabilities)))
      .catch((error) => {
        console.error(error);
        process.exitCode = 1;
      })
      .finally(() => server.close());
});
