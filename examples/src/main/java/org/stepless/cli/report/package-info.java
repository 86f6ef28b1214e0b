/**
 * What a run or a benchmark found, as tables (text, CSV, HTML) and charts (HTML, PNG). Knows
 * nothing of training; commands fill it.
 */
package org.stepless.cli.report;
