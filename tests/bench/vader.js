// VADER where the Python package is missing: the npm package vader-sentiment,
// asked as speed_peers.py is.
//
//     node vader.js TEXTS
'use strict';
const fs = require('fs');
const vader = require('vader-sentiment').SentimentIntensityAnalyzer;
const version = require('vader-sentiment/package.json').version;

const texts = fs.readFileSync(process.argv[2], 'utf8').replace(/\n$/, '').split('\n');
console.log(JSON.stringify([version + ' for node']));
require('readline').createInterface({input: process.stdin}).on('line', () => {
  const begin = process.hrtime.bigint();
  for (const text of texts) vader.polarity_scores(text);
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  console.log(JSON.stringify(
      [seconds, Math.round(process.memoryUsage().rss / 1024)]));
});
