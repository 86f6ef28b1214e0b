/**
 * What a run or a benchmark found, as tables (text, CSV, HTML) and charts (HTML, PNG), and what it
 * was measured on. Knows nothing of training; commands fill it.
 *
 * <p>Depends on: nothing of this project
 */
package org.stepless.cli.report;
