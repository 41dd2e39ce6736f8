package io.berth.tests.bench;

/** What a benchmark has found, for whoever reads the document. */
interface Report {
  String markdown();
}
