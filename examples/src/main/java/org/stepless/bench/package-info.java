/**
 * What {@code stepless bench} measures: each measurement runs Stepless and a peer in turn in one
 * process, and is a class that knows nothing of the command line.
 */
package org.stepless.bench;
