/**
 * The command line: {@link org.stepless.examples.Main} and how its errors are reported. Subcommands
 * are in {@code command}, reading of data files in {@code input}.
 */
package org.stepless.examples;
